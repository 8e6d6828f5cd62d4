//! The text, its version, and the last edits, over which an edit of an older version is carried.

use crate::operation::{self, Component};
use operational_transform::OperationSeq;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

pub const MAX_BYTES: usize = 256 << 10;
/// How far back an edit's base may be.
pub const MAX_HISTORY: usize = 2_000;
/// What the kept edits may hold in text.
const MAX_HISTORY_BYTES: usize = 4 << 20;

#[derive(Default, Serialize, Deserialize)]
pub struct Document {
    version: u64,
    text: String,
    /// The edits that led to the last versions, the newest last.
    history: VecDeque<Applied>,
    history_bytes: usize,
}

/// An edit as it was applied.
#[derive(Clone, Serialize, Deserialize)]
struct Applied {
    components: Vec<Component>,
    base_length: usize,
}

/// An edit that fits the newest version.
pub struct Fitted {
    pub operation: OperationSeq,
    pub components: Vec<Component>,
    text: String,
}

impl Document {
    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Carries an edit of version `base` over those made since. Changes nothing.
    pub fn fit(&self, base: u64, components: &[Component]) -> Result<Fitted, String> {
        operation::check_size(components)?;
        let since = self.since(base)?;
        let base_length = match self.history.get(since) {
            Some(next) => next.base_length,
            None => self.text.chars().count(),
        };
        let mut fitted = operation::from_components(components, base_length)?;
        for applied in self.history.iter().skip(since) {
            // What was applied first stays in front of what is inserted at the same place.
            let (_, carried) = applied
                .operation()?
                .transform(&fitted)
                .map_err(|error| error.to_string())?;
            fitted = carried;
        }
        let text = fitted.apply(&self.text).map_err(|error| error.to_string())?;
        if text.len() > MAX_BYTES && text.len() > self.text.len() {
            return Err(format!(
                "the text would have {} bytes; at most {MAX_BYTES} are kept",
                text.len()
            ));
        }
        Ok(Fitted {
            components: operation::to_components(&fitted),
            operation: fitted,
            text,
        })
    }

    /// Where a position in the text of version `base` is in the newest.
    pub fn fit_position(&self, base: u64, at: u32) -> Result<u32, String> {
        let since = self.since(base)?;
        let mut position = at;
        for applied in self.history.iter().skip(since) {
            position = operation::moved(position, &applied.operation()?);
        }
        Ok(position.min(self.text.chars().count() as u32))
    }

    /// The place in the history of the first edit made since.
    fn since(&self, base: u64) -> Result<usize, String> {
        let behind = self.version.checked_sub(base).ok_or_else(|| {
            format!(
                "there is no version {base} yet, the newest is {}; send Reload",
                self.version
            )
        })?;
        usize::try_from(behind)
            .ok()
            .and_then(|behind| self.history.len().checked_sub(behind))
            .ok_or_else(|| {
                format!(
                    "version {base} is too old, {} edits have been made since; send Reload",
                    behind
                )
            })
    }

    /// Takes an edit that was fitted to this very version.
    pub fn apply(&mut self, fitted: Fitted) {
        let applied = Applied {
            base_length: fitted.operation.base_len(),
            components: fitted.components,
        };
        self.text = fitted.text;
        self.version += 1;
        self.history_bytes += applied.bytes();
        self.history.push_back(applied);
        while self.history.len() > MAX_HISTORY || self.history_bytes > MAX_HISTORY_BYTES {
            if let Some(oldest) = self.history.pop_front() {
                self.history_bytes -= oldest.bytes();
            }
        }
    }
}

impl Applied {
    fn operation(&self) -> Result<OperationSeq, String> {
        operation::from_components(&self.components, self.base_length)
    }

    fn bytes(&self) -> usize {
        self.components
            .iter()
            .map(|component| match component {
                Component::Insert(text) => text.len(),
                _ => 0,
            })
            .sum()
    }
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
