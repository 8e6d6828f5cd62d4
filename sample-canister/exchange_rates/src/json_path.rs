//! Where a number is in a JSON document: names and indices, such as `data[0].price` or `rates.EUR`.

use serde_json::Value;

#[derive(Clone, Debug, PartialEq)]
enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

/// Whether this is a path.
pub fn check(path: &str) -> Result<(), String> {
    steps(path).map(|_| ())
}

/// The number at that path; a text that holds a number counts as one.
pub fn number(document: &Value, path: &str) -> Result<f64, String> {
    let mut value = document;
    for step in steps(path)? {
        let found = match step {
            Step::Name(name) => value.get(name),
            Step::Index(index) => value.get(index),
        };
        value = found.ok_or_else(|| format!("the answer has nothing at {path}"))?;
    }
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number
        .filter(|number| number.is_finite())
        .ok_or_else(|| format!("what is at {path} is no number"))
}

fn steps(path: &str) -> Result<Vec<Step<'_>>, String> {
    let wrong = || format!("{path:?} is no path such as data[0].price");
    let mut steps = vec![];
    for part in path.split('.') {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if !name.is_empty() {
            steps.push(Step::Name(name));
        } else if rest.is_empty() {
            return Err(wrong());
        }
        while !rest.is_empty() {
            let (index, after) = rest
                .strip_prefix('[')
                .and_then(|rest| rest.split_once(']'))
                .ok_or_else(wrong)?;
            steps.push(Step::Index(index.parse().map_err(|_| wrong())?));
            rest = after;
        }
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(path: &str) -> Result<f64, String> {
        let json = r#"{"rates":{"EUR":1.08},"data":[{"price":"42.5"},[7]],"on":true}"#;
        number(&serde_json::from_str(json).unwrap(), path)
    }

    #[test]
    fn names_and_indices_lead_to_numbers_and_texts_of_numbers() {
        assert_eq!(look("rates.EUR"), Ok(1.08));
        assert_eq!(look("data[0].price"), Ok(42.5));
        assert_eq!(look("data[1][0]"), Ok(7.0));
    }

    #[test]
    fn what_is_missing_or_no_number_is_named() {
        assert!(look("rates.USD").unwrap_err().contains("nothing at rates.USD"));
        assert!(look("data[9].price").unwrap_err().contains("nothing"));
        assert!(look("on").unwrap_err().contains("no number"));
    }

    #[test]
    fn malformed_paths_are_refused() {
        for path in ["", ".", "a..b", "a[", "a[x]", "a]b[", "a[0]b", "a."] {
            assert!(check(path).is_err(), "{path}");
        }
    }
}
