//! JSON as a tree: whole numbers only, as the wire has no others.

/// Deeper texts are refused.
const DEPTH: u32 = 32;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`, and numbers that are negative, broken or over 64 bits.
    Null,
    Bool(bool),
    Number(u64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a whole text; `None` when it is not JSON.
    pub fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let value = reader.value(DEPTH)?;
        reader.space();
        reader.rest.is_empty().then_some(value)
    }

    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// A field of an object.
    pub fn field(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(held, _)| held == name).map(|(_, value)| value)
    }

    pub fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(values) => Some(values),
            _ => None,
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_ascii_start();
    }

    /// Takes a sign, when it comes next.
    fn take(&mut self, sign: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: u32) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        if self.take("{") {
            return self
                .members("}", |reader| {
                    reader.space();
                    let name = reader.text()?;
                    reader.take(":").then_some(())?;
                    Some((name, reader.value(depth)?))
                })
                .map(Json::Object);
        }
        if self.take("[") {
            return self.members("]", |reader| reader.value(depth)).map(Json::List);
        }
        for (word, value) in [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))] {
            if self.take(word) {
                return Some(value);
            }
        }
        if self.rest.starts_with('"') {
            return self.text().map(Json::Text);
        }
        self.number()
    }

    fn members<T>(&mut self, end: &str, mut member: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut members = Vec::new();
        if self.take(end) {
            return Some(members);
        }
        loop {
            members.push(member(self)?);
            if self.take(end) {
                return Some(members);
            }
            self.take(",").then_some(())?;
        }
    }

    fn number(&mut self) -> Option<Json> {
        let end =
            self.rest.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
        let (digits, rest) = self.rest.split_at_checked(end).filter(|(digits, _)| !digits.is_empty())?;
        self.rest = rest;
        Some(digits.parse().map_or(Json::Null, Json::Number))
    }

    fn text(&mut self) -> Option<String> {
        self.rest = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        loop {
            let plain = self.rest.bytes().take_while(|byte| !matches!(byte, b'"' | b'\\')).count();
            let (run, rest) = self.rest.split_at_checked(plain)?;
            text.push_str(run);
            let sign = rest.bytes().next()?;
            self.rest = rest.get(1..)?;
            if sign == b'"' {
                return Some(text);
            }
            text.push(self.escaped()?);
        }
    }

    /// What follows a backslash.
    fn escaped(&mut self) -> Option<char> {
        let sign = self.rest.bytes().next()?;
        self.rest = self.rest.get(1..)?;
        Some(match sign {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'"' | b'\\' | b'/' => char::from(sign),
            b'u' => {
                let unit = self.unit()?;
                if (0xd800..0xdc00).contains(&unit) && self.rest.starts_with("\\u") {
                    self.rest = self.rest.get(2..)?;
                    let low = self.unit()?;
                    let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low.checked_sub(0xdc00)? & 0x3ff);
                    char::from_u32(code)?
                } else {
                    char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
                }
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        u32::from_str_radix(digits, 16).ok()
    }
}

/// Writes a text in quotes.
pub(super) fn quote(out: &mut String, text: &str) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    out.push('"');
    for sign in text.chars() {
        let short = match sign {
            '"' | '\\' => sign,
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            ..' ' => {
                out.push_str("\\u00");
                out.push(DIGITS[(sign as usize >> 4) & 15]);
                out.push(DIGITS[sign as usize & 15]);
                continue;
            }
            _ => {
                out.push(sign);
                continue;
            }
        };
        out.push('\\');
        out.push(short);
    }
    out.push('"');
}

/// Writes a number.
pub(super) fn number(out: &mut String, number: u64) {
    if number >= 10 {
        self::number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_read() {
        let text = r#" {"a": [null, true, false, 12, -1, 1.5, []], "b": {"c": "x"}, "d": {}} "#;
        let list = vec![
            Json::Null,
            Json::Bool(true),
            Json::Bool(false),
            Json::Number(12),
            Json::Null,
            Json::Null,
            Json::List(vec![]),
        ];
        let fields = vec![
            ("a".to_owned(), Json::List(list)),
            ("b".to_owned(), Json::Object(vec![("c".to_owned(), Json::Text("x".to_owned()))])),
            ("d".to_owned(), Json::Object(vec![])),
        ];
        assert_eq!(Json::parse(text), Some(Json::Object(fields)));
    }

    #[test]
    fn escapes_are_read_and_written() {
        let text = "\"\\\n\t\r\u{8}\u{c}\u{1}/안녕 \u{1f600}";
        let mut out = String::new();
        quote(&mut out, text);
        assert_eq!(out, r#""\"\\\n\t\r\b\f\u0001/안녕 😀""#);
        assert_eq!(Json::parse(&out), Some(Json::Text(text.to_owned())));
        assert_eq!(Json::parse(r#""\ud83d\ude00\u00e9""#), Some(Json::Text("😀é".to_owned())));
        assert_eq!(Json::parse(r#""\ud83d""#), Some(Json::Text("\u{fffd}".to_owned())));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in [
            "",
            "{",
            "[1,",
            "[1 2]",
            "{\"a\"}",
            "{a:1}",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "nul",
            "1 1",
            "\"\\ud83d\\u0041\"",
        ] {
            assert_eq!(Json::parse(text), None, "{text}");
        }
        assert_eq!(Json::parse(&"[".repeat(10_000)), None);
    }
}
