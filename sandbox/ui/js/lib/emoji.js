// Shortcodes in common use. An unknown one stays as it was typed, as Slack does.

const PAIRS = `
smile😄 smiley😃 grinning😀 grin😁 laughing😆 joy😂 wink😉 blush😊 slightly_smiling_face🙂 upside_down_face🙃
relieved😌 heart_eyes😍 thinking_face🤔 neutral_face😐 expressionless😑 no_mouth😶 smirk😏 unamused😒 face_with_rolling_eyes🙄
grimacing😬 pensive😔 sleepy😪 sleeping😴 worried😟 confused😕 slightly_frowning_face🙁 open_mouth😮 hushed😯 astonished😲
flushed😳 fearful😨 cold_sweat😰 cry😢 sob😭 scream😱 persevere😣 disappointed😞 sweat😓 weary😩 tired_face😫 angry😠 rage😡
triumph😤 sunglasses😎 nerd_face🤓 face_with_monocle🧐 partying_face🥳 hugging_face🤗 zany_face🤪 exploding_head🤯 shushing_face🤫
face_in_clouds😶‍🌫️ saluting_face🫡 melting_face🫠 robot_face🤖 wave👋 raised_hand✋ hand✋ ok_hand👌 pinching_hand🤏 crossed_fingers🤞
point_left👈 point_right👉 point_up☝️ point_up_2👆 point_down👇 +1👍 thumbsup👍 -1👎 thumbsdown👎 fist✊ punch👊 clap👏
raised_hands🙌 open_hands👐 handshake🤝 pray🙏 writing_hand✍️ muscle💪 eyes👀 eye👁️ brain🧠 ear👂 speaking_head_in_silhouette🗣️
bust_in_silhouette👤 busts_in_silhouette👥 people_holding_hands🧑‍🤝‍🧑 person_in_lotus_position🧘 raising_hand🙋 shrug🤷 facepalm🤦
heart❤️ orange_heart🧡 yellow_heart💛 green_heart💚 blue_heart💙 purple_heart💜 black_heart🖤 white_heart🤍 broken_heart💔 sparkling_heart💖
100💯 boom💥 dizzy💫 sweat_drops💦 dash💨 speech_balloon💬 left_speech_bubble🗨️ thought_balloon💭 zzz💤 fire🔥 sparkles✨ star⭐ star2🌟
zap⚡ sunny☀️ sun_with_face🌞 sunrise🌅 mostly_sunny🌤️ partly_sunny⛅ cloud☁️ rainbow🌈 umbrella☔ snowflake❄️ ocean🌊 droplet💧 wind_blowing_face🌬️
leaves🍃 herb🌿 seedling🌱 deciduous_tree🌳 evergreen_tree🌲 four_leaf_clover🍀 cherry_blossom🌸 sunflower🌻 mountain⛰️ earth_africa🌍
coffee☕ tea🍵 cake🍰 birthday🎂 apple🍎 pizza🍕 beers🍻 clinking_glasses🥂 gift🎁 tada🎉 confetti_ball🎊 balloon🎈 trophy🏆 medal🏅
first_place_medal🥇 second_place_medal🥈 third_place_medal🥉 dart🎯 game_die🎲 jigsaw🧩 performing_arts🎭 art🎨 microphone🎤 headphones🎧
rocket🚀 airplane✈️ car🚗 ship🚢 anchor⚓ construction🚧 rotating_light🚨 vertical_traffic_light🚦 checkered_flag🏁 triangular_flag_on_post🚩 waving_white_flag🏳️
house🏠 office🏢 bank🏦 factory🏭 classical_building🏛️ hourglass⌛ hourglass_flowing_sand⏳ watch⌚ alarm_clock⏰ stopwatch⏱️ timer_clock⏲️
clock1🕐 clock2🕑 clock3🕒 clock4🕓 clock5🕔 clock6🕕 clock7🕖 clock8🕗 clock9🕘 clock10🕙 clock11🕚 clock12🕛
calendar📅 date📅 spiral_calendar_pad🗓️ calendar_spiral🗓️ card_index🗂️ card_index_dividers🗂️ clipboard📋 pushpin📌 round_pushpin📍 paperclip📎
straight_ruler📏 triangular_ruler📐 scissors✂️ pencil📝 memo📝 pencil2✏️ lower_left_fountain_pen🖋️ crayon🖍️ page_facing_up📄 page_with_curl📃
bookmark_tabs📑 bookmark🔖 label🏷️ books📚 book📖 open_book📖 notebook📓 ledger📒 newspaper📰 scroll📜 receipt🧾 envelope✉️ email📧
incoming_envelope📨 inbox_tray📥 outbox_tray📤 package📦 mailbox📫 ballot_box_with_ballot🗳️ ballot_box🗳️ loudspeaker📢 mega📣 bell🔔 no_bell🔕
telephone☎️ phone☎️ iphone📱 computer💻 keyboard⌨️ desktop_computer🖥️ floppy_disk💾 camera📷 movie_camera🎥 tv📺 bulb💡 flashlight🔦 candle🕯️
mag🔍 mag_right🔎 lock🔒 unlock🔓 closed_lock_with_key🔐 key🔑 old_key🗝️ hammer🔨 wrench🔧 gear⚙️ nut_and_bolt🔩 hammer_and_wrench🛠️ toolbox🧰
balance_scale⚖️ scales⚖️ link🔗 chains⛓️ magnet🧲 compass🧭 world_map🗺️ shield🛡️ crossed_swords⚔️ bomb💣 crystal_ball🔮 telescope🔭 microscope🔬
moneybag💰 dollar💵 euro💶 pound💷 yen💴 credit_card💳 chart_with_upwards_trend📈 chart_with_downwards_trend📉 bar_chart📊 briefcase💼 necktie👔
white_check_mark✅ heavy_check_mark✔️ ballot_box_with_check☑️ x❌ negative_squared_cross_mark❎ heavy_plus_sign➕ heavy_minus_sign➖ heavy_multiplication_x✖️
question❓ grey_question❔ exclamation❗ heavy_exclamation_mark❗ grey_exclamation❕ bangbang‼️ warning⚠️ no_entry⛔ no_entry_sign🚫 octagonal_sign🛑 stop_sign🛑
information_sourceℹ️ recycle♻️ infinity♾️ arrow_right➡️ arrow_left⬅️ arrow_up⬆️ arrow_down⬇️ arrow_upper_right↗️ arrow_lower_right↘️ arrow_right_hook↪️
leftwards_arrow_with_hook↩️ arrows_counterclockwise🔄 arrows_clockwise🔃 repeat🔁 twisted_rightwards_arrows🔀 arrow_forward▶️ double_vertical_bar⏸️
black_square_for_stop⏹️ fast_forward⏩ rewind⏪ soon🔜 new🆕 ok🆗 up🆙 cool🆒 free🆓 sos🆘 red_circle🔴 large_orange_circle🟠 large_yellow_circle🟡
large_green_circle🟢 large_blue_circle🔵 blue_circle🔵 large_purple_circle🟣 white_circle⚪ black_circle⚫ large_green_square🟩 large_red_square🟥
large_yellow_square🟨 large_blue_square🟦 white_large_square⬜ black_large_square⬛ white_medium_square◻️ small_blue_diamond🔹 small_orange_diamond🔸
one1️⃣ two2️⃣ three3️⃣ four4️⃣ five5️⃣ six6️⃣ seven7️⃣ eight8️⃣ nine9️⃣ zero0️⃣ keycap_ten🔟 hash#️⃣ turtle🐢 owl🦉 dove_of_peace🕊️ butterfly🦋 bee🐝 unicorn_face🦄
`;

const KNOWN = new Map(PAIRS.trim().split(/\s+/).map(readPair));

// The name ends where the picture begins; digits may be part of both (":one:", ":100:").
function readPair(pair) {
  const [, name, picture] = /^([+-]?[a-z0-9_]*?)((?:[\d#]\uFE0F|[^\x00-\x7F]).*)$/u.exec(pair);
  return [name, picture];
}

/** The picture of a shortcode (without colons), or null. */
export function emoji(name) {
  return KNOWN.get(name) ?? null;
}
