//! Who somebody is: JWTs of the customer's backend, visitor tokens of ours, the secret of the Platform API.
//!
//! The algorithm is a property of the key, never of the token; a visitor's token is stored as a hash only.

use crate::store::{AppKey, KeyAlgorithm};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use madang_protocol::{AppId, TimeMs, UserId};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// How far ahead a token may expire.
pub const LONGEST_LIFE_MS: u64 = 3_600_000;
/// By how much the customer's clock and ours may differ.
pub const LEEWAY_MS: u64 = 60_000;

/// What a token may say. Unknown claims are ignored.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Claims {
    /// The user's id.
    pub sub: String,
    /// Seconds since 1970, at most an hour ahead.
    pub exp: u64,
    /// When it was signed, seconds since 1970.
    pub iat: u64,
    pub app_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// A verified token.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    pub user_id: UserId,
    pub nickname: Option<String>,
    pub profile_url: Option<String>,
    pub issued_at: TimeMs,
    pub expires_at: TimeMs,
}

/// Verifies a JWT against the application's keys.
///
/// # Errors
/// Why not, in words that hold nothing of the token.
pub fn verify(token: &str, app_id: &AppId, keys: &[AppKey], now: TimeMs) -> Result<Verified, &'static str> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| "the token is malformed")?;
    let algorithm = match header.alg {
        Algorithm::HS256 => KeyAlgorithm::Hs256,
        Algorithm::ES256 => KeyAlgorithm::Es256,
        _ => return Err("the token's algorithm is not allowed"),
    };
    let fits = |key: &&AppKey| {
        key.algorithm == algorithm && is_live(key, now) && header.kid.as_ref().is_none_or(|kid| *kid == key.key_id)
    };
    let claims = keys
        .iter()
        .filter(fits)
        .find_map(|key| decode(token, key, header.alg))
        .ok_or("the token's signature or claims are wrong")?;
    check(claims, app_id, now)
}

fn is_live(key: &AppKey, now: TimeMs) -> bool {
    key.expires_at.is_none_or(|end| now < end)
}

fn decode(token: &str, key: &AppKey, algorithm: Algorithm) -> Option<Claims> {
    let decoding = match key.algorithm {
        KeyAlgorithm::Hs256 => DecodingKey::from_secret(key.material.as_bytes()),
        KeyAlgorithm::Es256 => DecodingKey::from_ec_pem(key.material.as_bytes()).ok()?,
    };
    let mut validation = Validation::new(algorithm);
    validation.validate_exp = false;
    validation.validate_aud = false;
    jsonwebtoken::decode::<Claims>(token, &decoding, &validation).ok().map(|data| data.claims)
}

fn check(claims: Claims, app_id: &AppId, now: TimeMs) -> Result<Verified, &'static str> {
    let expires_at = claims.exp.saturating_mul(1_000);
    let issued_at = claims.iat.saturating_mul(1_000);
    if claims.app_id != app_id.0 {
        return Err("the token is of another application");
    }
    if now.0 >= expires_at.saturating_add(LEEWAY_MS) {
        return Err("the token has expired");
    }
    if expires_at > now.0 + LONGEST_LIFE_MS + LEEWAY_MS {
        return Err("the token lives longer than an hour");
    }
    if issued_at > now.0 + LEEWAY_MS {
        return Err("the token is of the future");
    }
    if !is_user_id(&claims.sub) {
        return Err("the token's user id is not allowed");
    }
    Ok(Verified {
        user_id: UserId(claims.sub),
        nickname: claims.name,
        profile_url: claims.picture,
        issued_at: TimeMs(issued_at),
        expires_at: TimeMs(expires_at),
    })
}

/// Whether a customer may give a user this id: 1–128 bytes without control characters, and not of a visitor's form.
pub fn is_user_id(id: &str) -> bool {
    (1..=128).contains(&id.len()) && !id.starts_with("v_") && !id.chars().any(char::is_control)
}

/// Signs a token for trying out, with the newest live HS256 key.
///
/// # Errors
/// When the application has no such key.
pub fn sign(claims: &Claims, keys: &[AppKey], now: TimeMs) -> Result<String, String> {
    let key = keys
        .iter()
        .filter(|key| key.algorithm == KeyAlgorithm::Hs256 && is_live(key, now))
        .max_by_key(|key| key.created_at)
        .ok_or("the application has no live HS256 key")?;
    let header = Header { kid: Some(key.key_id.clone()), ..Header::new(Algorithm::HS256) };
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(key.material.as_bytes()))
        .map_err(|error| error.to_string())
}

/// Whether this is the secret of one of the application's live keys. Takes equally long for every wrong one.
pub fn is_secret(given: &str, keys: &[AppKey], now: TimeMs) -> bool {
    let given = Sha256::digest(given.as_bytes());
    let mut found = subtle::Choice::from(0);
    for key in keys.iter().filter(|key| key.algorithm == KeyAlgorithm::Hs256 && is_live(key, now)) {
        found |= given.ct_eq(&Sha256::digest(key.material.as_bytes()));
    }
    found.into()
}

/// Refuses what is no public key for ES256.
///
/// # Errors
/// A sentence for the operator.
pub fn check_public_key(pem: &str) -> Result<(), String> {
    DecodingKey::from_ec_pem(pem.as_bytes()).map(|_| ()).map_err(|error| format!("not a P-256 public key: {error}"))
}

/// `bytes` random bytes, in URL-safe letters.
///
/// # Errors
/// When the system gives no randomness.
pub fn random_text(bytes: usize) -> Result<String, String> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(|error| format!("no randomness: {error}"))?;
    Ok(URL_SAFE_NO_PAD.encode(random))
}

/// What is stored of a visitor's token.
pub fn token_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a token is a JWT; a visitor's token has no dots.
pub fn is_jwt(token: &str) -> bool {
    token.contains('.')
}

#[cfg(test)]
mod tests;
