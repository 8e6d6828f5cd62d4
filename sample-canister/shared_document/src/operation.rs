//! An edit as it travels, and as the library of operational transformation takes it.

use candid::CandidType;
use operational_transform::{Operation, OperationSeq};
use serde::{Deserialize, Serialize};

pub const MAX_COMPONENTS: usize = 64;

/// Positions and lengths count Unicode code points.
#[derive(CandidType, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Component {
    Retain(u32),
    Insert(String),
    Delete(u32),
}

/// Refuses what would cost too much.
pub fn check_size(components: &[Component]) -> Result<(), String> {
    if components.len() > MAX_COMPONENTS {
        return Err(format!(
            "the edit has {} components; at most {MAX_COMPONENTS} are accepted",
            components.len()
        ));
    }
    Ok(())
}

/// The operation on a text of that length; what the components leave is retained.
pub fn from_components(components: &[Component], length: usize) -> Result<OperationSeq, String> {
    let mut operation = OperationSeq::default();
    for component in components {
        match component {
            Component::Retain(count) => operation.retain(u64::from(*count)),
            Component::Insert(text) => operation.insert(text),
            Component::Delete(count) => operation.delete(u64::from(*count)),
        }
    }
    let rest = length.checked_sub(operation.base_len()).ok_or_else(|| {
        format!(
            "the edit reaches to position {}, the text of its base has {length}",
            operation.base_len()
        )
    })?;
    operation.retain(rest as u64);
    Ok(operation)
}

/// The other way; what is retained at the end is left out.
pub fn to_components(operation: &OperationSeq) -> Vec<Component> {
    let mut components: Vec<Component> = operation
        .ops()
        .iter()
        .map(|part| match part {
            Operation::Retain(count) => Component::Retain(*count as u32),
            Operation::Insert(text) => Component::Insert(text.clone()),
            Operation::Delete(count) => Component::Delete(*count as u32),
        })
        .collect();
    if let Some(Component::Retain(_)) = components.last() {
        components.pop();
    }
    components
}

/// Where a position of the text is after the operation. A position stays in front of what is inserted at it.
pub fn moved(position: u32, operation: &OperationSeq) -> u32 {
    let mut index = u64::from(position);
    let mut at = 0;
    for part in operation.ops() {
        if at > index {
            break;
        }
        match part {
            Operation::Retain(count) => at += count,
            Operation::Insert(text) => {
                let count = text.chars().count() as u64;
                if at < index {
                    index += count;
                }
                at += count;
            }
            Operation::Delete(count) => index -= (*count).min(index - at),
        }
    }
    index as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(components: &[Component], length: usize) -> OperationSeq {
        from_components(components, length).unwrap()
    }

    #[test]
    fn components_become_an_operation_and_come_back() {
        let components = vec![
            Component::Retain(2),
            Component::Insert("ü😀".to_string()),
            Component::Delete(1),
        ];
        let operation = operation(&components, 5);
        assert_eq!(operation.apply("héllo").unwrap(), "héü😀lo");
        assert_eq!(to_components(&operation), components);
    }

    #[test]
    fn an_edit_beyond_the_end_is_refused_with_both_lengths() {
        let reason = from_components(&[Component::Retain(4), Component::Delete(3)], 6).unwrap_err();
        assert!(reason.contains('7') && reason.contains('6'), "{reason}");
    }

    #[test]
    fn too_many_components_are_refused() {
        let components = vec![Component::Retain(0); MAX_COMPONENTS + 1];
        assert!(check_size(&components).unwrap_err().contains("65 components"));
    }

    #[test]
    fn cursors_move_with_what_is_in_front_of_them() {
        let insert = operation(&[Component::Retain(2), Component::Insert("xyz".to_string())], 5);
        assert_eq!([1, 2, 3, 5].map(|at| moved(at, &insert)), [1, 2, 6, 8]);
        let delete = operation(&[Component::Retain(1), Component::Delete(3)], 5);
        assert_eq!([0, 1, 2, 4, 5].map(|at| moved(at, &delete)), [0, 1, 1, 1, 2]);
    }
}
