//! Every way in which a token can be wrong.

use super::*;
use serde_json::json;

const NOW: TimeMs = TimeMs(1_700_000_000_000);
const SECRET: &str = "a-secret-of-at-least-32-characters!";

fn key(id: &str, algorithm: KeyAlgorithm, material: &str) -> AppKey {
    AppKey { key_id: id.into(), algorithm, material: material.into(), created_at: NOW, expires_at: None }
}

fn claims() -> Claims {
    let seconds = NOW.0 / 1_000;
    Claims {
        sub: "mina".into(),
        exp: seconds + 600,
        iat: seconds,
        app_id: "shop".into(),
        name: Some("Mina".into()),
        picture: None,
    }
}

fn verified(claims: &Claims) -> Result<Verified, &'static str> {
    let keys = [key("k1", KeyAlgorithm::Hs256, SECRET)];
    verify(&sign(claims, &keys, NOW).unwrap(), &"shop".into(), &keys, NOW)
}

#[test]
fn a_good_token_names_its_user() {
    let found = verified(&claims()).unwrap();
    assert_eq!((found.user_id.as_str(), found.nickname.as_deref()), ("mina", Some("Mina")));
    assert_eq!(found.expires_at, TimeMs(1_700_000_600_000));
}

#[test]
fn expiry_has_a_leeway_of_a_minute_and_a_ceiling_of_an_hour() {
    let seconds = NOW.0 / 1_000;
    assert!(verified(&Claims { exp: seconds - 59, ..claims() }).is_ok());
    assert_eq!(verified(&Claims { exp: seconds - 60, ..claims() }), Err("the token has expired"));
    assert!(verified(&Claims { exp: seconds + 3_660, ..claims() }).is_ok());
    assert_eq!(verified(&Claims { exp: seconds + 3_661, ..claims() }), Err("the token lives longer than an hour"));
    assert_eq!(verified(&Claims { iat: seconds + 61, ..claims() }), Err("the token is of the future"));
}

#[test]
fn another_application_a_visitors_id_and_a_control_character_are_refused() {
    assert_eq!(verified(&Claims { app_id: "x".into(), ..claims() }), Err("the token is of another application"));
    for sub in ["v_1", "", "a\u{0}b"] {
        assert_eq!(verified(&Claims { sub: sub.into(), ..claims() }), Err("the token's user id is not allowed"));
    }
}

#[test]
fn no_algorithm_another_algorithm_and_a_forged_signature_are_refused() {
    let keys = [key("k1", KeyAlgorithm::Hs256, SECRET)];
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let body = part(serde_json::to_value(claims()).unwrap());
    let none = format!("{}.{body}.", part(json!({"alg": "none"})));
    assert_eq!(verify(&none, &"shop".into(), &keys, NOW), Err("the token is malformed"));
    let hs512 =
        jsonwebtoken::encode(&Header::new(Algorithm::HS512), &claims(), &EncodingKey::from_secret(SECRET.as_bytes()));
    assert_eq!(verify(&hs512.unwrap(), &"shop".into(), &keys, NOW), Err("the token's algorithm is not allowed"));
    let forged = sign(&claims(), &[key("k1", KeyAlgorithm::Hs256, "guess")], NOW).unwrap();
    let wrong = Err("the token's signature or claims are wrong");
    assert_eq!(verify(&forged, &"shop".into(), &keys, NOW), wrong);
}

/// A pair made for this test.
const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
     MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8DehBAqxCTiAifBK\n\
     R2wZwNBK0JTob5u03QkFnI9LobihRANCAARKnNhQ91pyFc4TbSVRQO3NdrQ7jChm\n\
     YuZ99j7evJjrtPyLCKuOHj7PqmFhCwdlYo26JV15jh/u/Y7QtnUP094v\n\
     -----END PRIVATE KEY-----";
const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----\n\
     MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAESpzYUPdachXOE20lUUDtzXa0O4wo\n\
     ZmLmffY+3ryY67T8iwirjh4+z6phYQsHZWKNuiVdeY4f7v2O0LZ1D9PeLw==\n\
     -----END PUBLIC KEY-----";

#[test]
fn a_token_of_the_customers_private_key_is_verified_by_its_public_key_only() {
    let signed = |private: &str, kid: Option<&str>| {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(Algorithm::ES256) };
        jsonwebtoken::encode(&header, &claims(), &EncodingKey::from_ec_pem(private.as_bytes()).unwrap()).unwrap()
    };
    let keys = [key("k1", KeyAlgorithm::Hs256, SECRET), key("k2", KeyAlgorithm::Es256, PUBLIC_KEY)];
    for kid in [None, Some("k2")] {
        let found = verify(&signed(PRIVATE_KEY, kid), &"shop".into(), &keys, NOW).unwrap();
        assert_eq!((found.user_id.as_str(), found.expires_at), ("mina", TimeMs(1_700_000_600_000)));
    }
    let wrong = Err("the token's signature or claims are wrong");
    assert_eq!(verify(&signed(PRIVATE_KEY, Some("k1")), &"shop".into(), &keys, NOW), wrong);
    let mut broken = signed(PRIVATE_KEY, None);
    let last = broken.pop();
    broken.push(if last == Some('A') { 'Q' } else { 'A' });
    assert_eq!(verify(&broken, &"shop".into(), &keys, NOW), wrong);
}

#[test]
fn a_public_key_is_never_taken_for_a_shared_secret() {
    let pem = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\n\
               q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----";
    let forged = sign(&claims(), &[key("k2", KeyAlgorithm::Hs256, pem)], NOW).unwrap();
    let keys = [key("k2", KeyAlgorithm::Es256, pem)];
    assert_eq!(verify(&forged, &"shop".into(), &keys, NOW), Err("the token's signature or claims are wrong"));
}

#[test]
fn a_rotated_key_ends_when_it_is_told_to() {
    let mut keys = [key("k1", KeyAlgorithm::Hs256, SECRET)];
    let token = sign(&claims(), &keys, NOW).unwrap();
    keys[0].expires_at = Some(TimeMs(NOW.0 + 1));
    assert!(verify(&token, &"shop".into(), &keys, NOW).is_ok() && is_secret(SECRET, &keys, NOW));
    keys[0].expires_at = Some(NOW);
    assert!(verify(&token, &"shop".into(), &keys, NOW).is_err() && !is_secret(SECRET, &keys, NOW));
}

#[test]
fn a_visitors_token_has_192_bits_and_is_stored_as_a_hash() {
    assert_eq!(random_text(24).unwrap().len(), 32);
    assert_eq!(&token_hash("a")[..16], "ca978112ca1bbdca");
    assert!(!is_jwt(&random_text(24).unwrap()) && is_jwt("a.b.c"));
}
