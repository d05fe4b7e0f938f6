"""Everything that speaks Slack, inbound and outbound."""
