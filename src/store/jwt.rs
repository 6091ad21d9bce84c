//! Whom a token names. Unverified: good enough to keep two users' things apart on one device, and for nothing else.

use madang_protocol::{UserId, lean::Json};

/// The `sub` of a JSON Web Token, or the whole token when it is none.
pub fn subject(token: &str) -> UserId {
    let claims = token.split('.').nth(1).and_then(decode).and_then(|bytes| String::from_utf8(bytes).ok());
    match claims.as_deref().and_then(Json::parse).as_ref().and_then(|claims| claims.field("sub")) {
        Some(Json::Text(subject)) => UserId(subject.as_ref().to_owned()),
        _ => UserId(token.to_owned()),
    }
}

/// Base64 in its URL alphabet, without padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_of_a_token_is_read() {
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIiwiZXhwIjoxMDB9.c2ln";
        assert_eq!(subject(token), UserId::from("anna"));
    }

    #[test]
    fn what_is_no_token_names_itself() {
        assert_eq!(subject("abc"), UserId::from("abc"));
        assert_eq!(subject("a.!.c"), UserId::from("a.!.c"));
    }
}
