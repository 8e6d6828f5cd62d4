use super::*;
use proptest::prelude::*;

fn who(n: u8) -> Principal {
    Principal::from_slice(&[n])
}

fn post(rooms: &mut Rooms, room: &str, author: u8, text: &str) -> Result<u64, String> {
    let comment = rooms.draft(room, who(author), text.to_string(), 1)?;
    let id = comment.id;
    rooms.post(room, comment);
    Ok(id)
}

fn with_room(room: &str) -> Rooms {
    let mut rooms = Rooms::default();
    rooms.enter(room).unwrap();
    rooms
}

#[test]
fn only_the_author_edits_a_comment() {
    let mut rooms = with_room("a");
    let id = post(&mut rooms, "a", 1, "hello").unwrap();
    let reason = rooms.edited("a", id, who(2), "bye".to_string(), 5).unwrap_err();
    assert!(reason.contains("only its author"));
    let edited = rooms.edited("a", id, who(1), "bye".to_string(), 5).unwrap();
    rooms.replace("a", edited);
    let stored = rooms.comments("a").next().unwrap();
    assert_eq!((stored.text.as_str(), stored.edited), ("bye", Some(5)));
}

#[test]
fn a_reaction_counts_a_person_once_and_goes_with_the_last() {
    let mut rooms = with_room("a");
    let id = post(&mut rooms, "a", 1, "hello").unwrap();
    for person in [1, 2, 2] {
        let reacted = rooms.reacted("a", id, who(person), "👍", true).unwrap();
        rooms.replace("a", reacted);
    }
    assert_eq!(rooms.comments("a").next().unwrap().reactions["👍"].len(), 2);
    for person in [1, 2, 3] {
        let reacted = rooms.reacted("a", id, who(person), "👍", false).unwrap();
        rooms.replace("a", reacted);
    }
    assert!(rooms.comments("a").next().unwrap().reactions.is_empty());
}

#[test]
fn the_newest_thousand_of_a_room_are_kept() {
    let mut rooms = with_room("a");
    for n in 0..MAX_COMMENTS_IN_ROOM + 5 {
        post(&mut rooms, "a", 1, &format!("comment {n}")).unwrap();
    }
    assert_eq!(rooms.total(), MAX_COMMENTS_IN_ROOM);
    assert_eq!(rooms.comments("a").next().unwrap().id, 5);
    assert!(
        rooms
            .edited("a", 4, who(1), "x".to_string(), 1)
            .unwrap_err()
            .contains("no comment 4")
    );
}

#[test]
fn each_limit_is_named_when_it_is_reached() {
    let mut rooms = with_room("a");
    assert!(post(&mut rooms, "b", 1, "x").unwrap_err().contains("no room b"));
    assert!(post(&mut rooms, "a", 1, " \n").unwrap_err().contains("empty"));
    assert!(
        post(&mut rooms, "a", 1, &"x".repeat(2_001))
            .unwrap_err()
            .contains("2001 bytes")
    );
    assert!(rooms.enter(&"n".repeat(65)).unwrap_err().contains("64 bytes, not 65"));
    let id = post(&mut rooms, "a", 1, &"x".repeat(2_000)).unwrap();
    for kind in 0..MAX_KINDS {
        let reacted = rooms.reacted("a", id, who(1), &kind.to_string(), true).unwrap();
        rooms.replace("a", reacted);
    }
    assert!(
        rooms
            .reacted("a", id, who(1), "ninth", true)
            .unwrap_err()
            .contains("8 kinds")
    );
    assert!(
        rooms
            .reacted("a", id, who(1), &"k".repeat(33), true)
            .unwrap_err()
            .contains("32 bytes")
    );
    for person in 1..MAX_REACTORS as u8 {
        let reacted = rooms.reacted("a", id, who(person + 1), "0", true).unwrap();
        rooms.replace("a", reacted);
    }
    assert!(
        rooms
            .reacted("a", id, who(0), "0", true)
            .unwrap_err()
            .contains("200 people")
    );
    for n in 1..MAX_ROOMS {
        rooms.enter(&format!("room {n}")).unwrap();
    }
    assert!(rooms.enter("one more").unwrap_err().contains("100 rooms"));
}

#[test]
fn all_rooms_together_keep_ten_thousand() {
    let mut rooms = Rooms::default();
    for room in 0..20 {
        let room = format!("room {room}");
        rooms.enter(&room).unwrap();
        for n in 0..500 {
            post(&mut rooms, &room, 1, &format!("comment {n}")).unwrap();
        }
    }
    assert!(
        post(&mut rooms, "room 0", 1, "x")
            .unwrap_err()
            .contains("10000 comments")
    );
}

proptest! {
    #[test]
    fn counts_and_order_hold_whatever_is_done(steps in prop::collection::vec((0u8..4, 0u8..3, any::<u8>()), 1..200)) {
        let mut rooms = Rooms::default();
        for (what, room, n) in steps {
            let room = format!("room {room}");
            match what {
                0 => rooms.enter(&room).unwrap(),
                1 => { let _ = post(&mut rooms, &room, n % 3, "text"); }
                2 => if let Ok(comment) = rooms.reacted(&room, u64::from(n), who(n), "+", n % 2 == 0) {
                    rooms.replace(&room, comment);
                },
                _ => rooms.leave_empty(&room),
            }
            let kept: Vec<u64> = (0..3).flat_map(|room| {
                let ids: Vec<u64> = rooms.comments(&format!("room {room}")).map(|comment| comment.id).collect();
                assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
                ids
            }).collect();
            prop_assert_eq!(kept.len(), rooms.total());
        }
    }
}
