//! Cookies that no script can read (`HttpOnly`), no other host can set (`__Host-`), and that go over
//! TLS to this site only (`SameSite=Strict`).

use actix_web::HttpRequest;
use actix_web::http::header::COOKIE;
use chrono::TimeDelta;

/// The `Set-Cookie` that hands a value to a browser, for as long as it may be used. The name begins with
/// `__Host-`.
pub fn set(name: &str, value: &str, lasts: TimeDelta) -> String {
    let seconds = lasts.num_seconds();
    format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict")
}

/// The one cookie of the name; a request with two of them has none that can be trusted.
pub fn read(request: &HttpRequest, name: &str) -> Option<String> {
    let headers = request.headers().get_all(COOKIE);
    let pairs = headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    let mut values = pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(|(found, value)| (found == name && !value.is_empty()).then_some(value));
    let value = values.next()?;
    values.next().is_none().then(|| value.to_owned())
}
