//! One mounted block: its rows, keyed, so that a row keeps its node while it exists.

use super::scroller::Page;
use crate::{
    store::{Key, view::Row},
    strings,
    ui::{
        Ui,
        admin::line,
        kit::{El, Local, Observer, button, el},
        message::{Place, message_row},
        parts::show,
    },
};
use madang_protocol::{ChannelId, ClientId, Seq, TimeMs};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

type Places = Rc<RefCell<Vec<(String, Local<Place>)>>>;

/// The rows of one block.
pub fn block(ui: &Ui, channel_id: ChannelId, page: Page, observer: &Observer) -> El {
    let (places, fresh) = (Places::default(), Rc::new(Cell::new(false)));
    let node = el("div", "madang-block").attr("data-from", &page.from.0.to_string());
    observer.observe(&node.0);
    let (ui, known, late) = (ui.clone(), places.clone(), fresh.clone());
    let node = node.list(
        move || {
            let rows = page.rows.get();
            let mut places = places.borrow_mut();
            let place = |row: &Row| {
                let name = name(row);
                if let Row::Message { first, last, .. } = row {
                    let arrived = late.get();
                    match places.iter().find(|(known, _)| *known == name) {
                        Some((_, place)) => place.set(Place { first: *first, last: *last, ..place.peek() }),
                        None => places.push((name.clone(), Local::new(Place { first: *first, last: *last, arrived }))),
                    }
                }
                name
            };
            let names: Vec<String> = rows.iter().map(place).collect();
            places.retain(|(name, _)| names.contains(name));
            names
        },
        move |name| {
            let (kind, rest) = name.split_at_checked(1).unwrap_or_default();
            let words = ui.words;
            let key = match kind {
                "d" => {
                    let text = words.day(TimeMs(rest.parse().unwrap_or_default()));
                    let (ui, channel_id, at) = (ui.clone(), channel_id.clone(), rest.to_owned());
                    // Not a stop of the Tab key, of which a long conversation would have too many: search leads there as well.
                    let day = button("madang-day__date").attr("tabindex", "-1").text(&text);
                    let day = day.on("click", move |_| {
                        show(&ui, "search", &[("channelId", channel_id.as_str()), ("at", &at)]);
                    });
                    return el("div", "madang-day").child(day);
                }
                "u" => return el("div", "madang-unread").text(&words.text(strings::TIMELINE__UNREAD__LABEL)),
                "a" => return line(&ui, &channel_id, rest),
                "g" => return el("div", "madang-day").text(&words.text(strings::TIMELINE__GAP__TEXT)),
                "o" => Key::Own(ClientId(rest.to_owned())),
                _ => Key::Seq(Seq(rest.parse().unwrap_or_default())),
            };
            let place = known.borrow().iter().find(|(known, _)| known == name).map(|(_, place)| place.clone());
            let place = place.unwrap_or_else(|| Local::new(Place { first: true, last: true, arrived: false }));
            message_row(&ui, channel_id.clone(), key, place)
        },
    );
    fresh.set(true);
    node
}

/// What names a row: its place in the run is not part of it.
fn name(row: &Row) -> String {
    match row {
        Row::Day(at) => ["d", &at.0.to_string()].concat(),
        Row::Unread => "u".to_owned(),
        Row::Gap => "g".to_owned(),
        Row::Admin { first, last } => ["a", &first.0.to_string(), "-", &last.0.to_string()].concat(),
        Row::Message { key: Key::Own(client_id), .. } => ["o", client_id.as_str()].concat(),
        Row::Message { key: Key::Seq(seq), .. } => ["s", &seq.0.to_string()].concat(),
    }
}
