//! Links to files: they work for who holds them, for ten minutes at most, and for nothing but their file. An `<img>` cannot
//! say who asks; so whoever may see the message gets a link first.

use hmac::{Hmac, Mac};
use madang_protocol::{AppId, FileId};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Links end at whole multiples of it, so that a browser finds what it loaded a moment ago under the same address.
const STEP_S: u64 = 300;

/// Until when a link made now works: five to ten minutes.
pub fn until(now_s: u64) -> u64 {
    (now_s / STEP_S + 2) * STEP_S
}

/// What proves that we made the link.
pub fn sign(key: &str, app_id: &AppId, file_id: &FileId, until: u64) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    for part in ["file", app_id.as_str(), file_id.as_str(), &until.to_string()] {
        mac.update(part.as_bytes());
        mac.update(b"\n");
    }
    mac.finalize().into_bytes().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a link is ours and still works.
pub fn is_good(key: &str, app_id: &AppId, file_id: &FileId, until: u64, signature: &str, now_s: u64) -> bool {
    let right = sign(key, app_id, file_id, until);
    let timely = now_s < until && until <= now_s + 2 * STEP_S;
    timely && !right.is_empty() && bool::from(right.as_bytes().ct_eq(signature.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_for_its_file_and_at_most_ten_minutes() {
        let (app, file) = (AppId::from("shop"), FileId::from("f1"));
        let end = until(1_000_000);
        assert!((300..=600).contains(&(end - 1_000_000)));
        let signature = sign("key", &app, &file, end);
        let good = |app: &AppId, file: &FileId, end, now| is_good("key", app, file, end, &signature, now);
        assert!(good(&app, &file, end, 1_000_000) && good(&app, &file, end, end - 1));
        assert!(!good(&app, &file, end, end) && !good(&app, &file, end + 300, 1_000_000));
        assert!(!good(&"other".into(), &file, end, 1_000_000) && !good(&app, &"f2".into(), end, 1_000_000));
        assert!(!is_good("key", &app, &file, end, "", 1_000_000));
        let far = sign("key", &app, &file, 2_000_000);
        assert!(!is_good("key", &app, &file, 2_000_000, &far, 1_000_000), "nobody can make one for longer");
    }
}
