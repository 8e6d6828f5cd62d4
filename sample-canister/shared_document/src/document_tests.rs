use super::*;
use proptest::prelude::*;

/// A client as an editor has one: it types at once, keeps one edit under way, and carries what it has typed meanwhile over the
/// edits of others.
struct Editor {
    version: u64,
    text: String,
    sent: Option<OperationSeq>,
    typed: Option<OperationSeq>,
    /// How many of the document's edits it has heard of.
    heard: usize,
}

/// What the canister tells everybody.
struct Told {
    author: usize,
    operation: OperationSeq,
}

impl Editor {
    fn new() -> Self {
        Editor {
            version: 0,
            text: String::new(),
            sent: None,
            typed: None,
            heard: 0,
        }
    }

    fn type_in(&mut self, operation: OperationSeq) {
        self.text = operation.apply(&self.text).unwrap();
        self.typed = Some(match self.typed.take() {
            Some(typed) => typed.compose(&operation).unwrap(),
            None => operation,
        });
    }

    fn send(&mut self, me: usize, document: &mut Document, told: &mut Vec<Told>) {
        if self.sent.is_some() {
            return;
        }
        let Some(operation) = self.typed.take() else { return };
        let fitted = document
            .fit(self.version, &operation::to_components(&operation))
            .unwrap();
        told.push(Told {
            author: me,
            operation: fitted.operation.clone(),
        });
        document.apply(fitted);
        self.sent = Some(operation);
    }

    fn hear(&mut self, me: usize, told: &[Told]) {
        let Some(next) = told.get(self.heard) else { return };
        self.heard += 1;
        self.version += 1;
        if next.author == me {
            self.sent = None;
            return;
        }
        // What the canister applied first stays in front, as in the canister.
        let mut theirs = next.operation.clone();
        for mine in [&mut self.sent, &mut self.typed].into_iter().flatten() {
            let (carried_theirs, carried_mine) = theirs.transform(mine).unwrap();
            theirs = carried_theirs;
            *mine = carried_mine;
        }
        self.text = theirs.apply(&self.text).unwrap();
    }
}

#[derive(Clone, Debug)]
enum Step {
    Type {
        who: usize,
        at: u32,
        delete: u32,
        insert: String,
    },
    Send {
        who: usize,
    },
    Hear {
        who: usize,
    },
}

const EDITORS: usize = 3;

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..EDITORS, any::<u32>(), 0u32..4, "[a-cü😀]{0,4}")
            .prop_map(|(who, at, delete, insert)| Step::Type { who, at, delete, insert }),
        2 => (0..EDITORS).prop_map(|who| Step::Send { who }),
        3 => (0..EDITORS).prop_map(|who| Step::Hear { who }),
    ]
}

fn edit_of(text: &str, at: u32, delete: u32, insert: &str) -> OperationSeq {
    let length = text.chars().count() as u32;
    let at = at % (length + 1);
    let delete = delete.min(length - at);
    let components = [
        Component::Retain(at),
        Component::Insert(insert.to_string()),
        Component::Delete(delete),
    ];
    operation::from_components(&components, length as usize).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// Whatever they type and whenever they hear of each other: in the end all have the canister's text.
    #[test]
    fn all_editors_converge_on_the_documents_text(steps in prop::collection::vec(step(), 1..60)) {
        let mut document = Document::default();
        let mut told = vec![];
        let mut editors: Vec<Editor> = (0..EDITORS).map(|_| Editor::new()).collect();
        for step in steps {
            match step {
                Step::Type { who, at, delete, insert } => {
                    let edit = edit_of(&editors[who].text, at, delete, &insert);
                    editors[who].type_in(edit);
                }
                Step::Send { who } => editors[who].send(who, &mut document, &mut told),
                Step::Hear { who } => editors[who].hear(who, &told),
            }
        }
        // At most one edit of each is under way and one typed: two more rounds bring everything everywhere.
        for _ in 0..2 {
            for (who, editor) in editors.iter_mut().enumerate() {
                editor.send(who, &mut document, &mut told);
            }
            for (who, editor) in editors.iter_mut().enumerate() {
                while editor.heard < told.len() {
                    editor.hear(who, &told);
                }
            }
        }
        for editor in &editors {
            prop_assert_eq!(&editor.text, document.text());
            prop_assert_eq!(editor.version, document.version());
        }
    }

    /// A client that edits versions it has been told of and applies what it is told has the canister's text, too.
    #[test]
    fn edits_of_any_kept_version_fit_the_newest(
        edits in prop::collection::vec((0usize..20, any::<u32>(), 0u32..6, "[a-c]{0,5}"), 1..60),
    ) {
        let mut document = Document::default();
        let mut versions = vec![String::new()];
        for (behind, at, delete, insert) in edits {
            let base = versions.len() - 1 - behind.min(versions.len() - 1);
            let edit = edit_of(&versions[base], at, delete, &insert);
            let fitted = document.fit(base as u64, &operation::to_components(&edit)).unwrap();
            let replica = fitted.operation.apply(versions.last().unwrap()).unwrap();
            document.apply(fitted);
            prop_assert_eq!(&replica, document.text());
            versions.push(replica);
        }
    }
}

fn insert(document: &mut Document, base: u64, text: &str) -> Result<(), String> {
    let fitted = document.fit(base, &[Component::Insert(text.to_string())])?;
    document.apply(fitted);
    Ok(())
}

#[test]
fn of_two_inserts_at_one_place_the_first_to_arrive_is_in_front() {
    let mut document = Document::default();
    insert(&mut document, 0, "first ").unwrap();
    insert(&mut document, 0, "second").unwrap();
    assert_eq!(document.text(), "first second");
}

#[test]
fn bases_that_are_too_old_or_not_yet_there_are_refused() {
    let mut document = Document::default();
    for _ in 0..=MAX_HISTORY {
        let version = document.version();
        insert(&mut document, version, "x").unwrap();
    }
    assert!(insert(&mut document, 0, "x").unwrap_err().contains("too old"));
    assert!(insert(&mut document, 1, "x").is_ok());
    assert!(
        insert(&mut document, 9_999, "x")
            .unwrap_err()
            .contains("no version 9999 yet")
    );
    assert_eq!(document.history.len(), MAX_HISTORY);
}

#[test]
fn a_text_over_the_limit_is_refused_and_nothing_changes() {
    let mut document = Document::default();
    insert(&mut document, 0, &"x".repeat(MAX_BYTES)).unwrap();
    assert!(insert(&mut document, 1, "y").unwrap_err().contains("262145 bytes"));
    assert_eq!(document.version(), 1);
    let shorter = document
        .fit(1, &[Component::Delete(1), Component::Insert("y".to_string())])
        .unwrap();
    document.apply(shorter);
    assert!(document.text().starts_with('y'));
}

#[test]
fn kept_edits_hold_no_more_than_their_share() {
    let mut document = Document::default();
    let page = "x".repeat(32 << 10);
    for round in 0..400u64 {
        let edit = [
            Component::Insert(page.clone()),
            Component::Delete(if round < 2 { 0 } else { 32 << 10 }),
        ];
        let fitted = document.fit(document.version(), &edit).unwrap();
        document.apply(fitted);
    }
    assert!(document.history_bytes <= MAX_HISTORY_BYTES && document.history.len() < 200);
}
