//! The page about a canister that browsers get, through an HTTP gateway. It is not certified: the network's gateways show
//! it on the raw domain only.

use crate::stats::Stats;
use candid::CandidType;
use serde::Deserialize;
use serde_bytes::ByteBuf;

#[derive(CandidType, Deserialize)]
pub struct HttpRequest {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: ByteBuf,
}

#[derive(CandidType)]
pub struct HttpResponse {
    pub status_code: u16,
    pub headers: Vec<(String, String)>,
    pub body: ByteBuf,
}

/// What the page says.
pub struct Page<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub stats: Stats,
    /// Figures of the application: name and value.
    pub facts: Vec<(String, String)>,
}

/// Answers `GET /` with the page, all else with the error that fits.
pub fn respond(request: &HttpRequest, page: Page) -> HttpResponse {
    let path = request.url.split(['?', '#']).next().unwrap_or_default();
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return text(405, "Only GET and HEAD are answered here.");
    }
    if !matches!(path, "" | "/" | "/index.html") {
        return text(404, "There is one page here: /");
    }
    response(200, "text/html; charset=utf-8", html(&page))
}

fn text(status: u16, message: &str) -> HttpResponse {
    response(status, "text/plain; charset=utf-8", message.to_string())
}

fn response(status_code: u16, content_type: &str, body: String) -> HttpResponse {
    let headers = [
        ("Content-Type", content_type),
        ("Cache-Control", "no-store"),
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
        ("X-Content-Type-Options", "nosniff"),
    ];
    HttpResponse {
        status_code,
        headers: headers
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .to_vec(),
        body: ByteBuf::from(body.into_bytes()),
    }
}

fn html(page: &Page) -> String {
    let title = escape(page.title);
    let mut rows = String::new();
    for (name, value) in figures(&page.stats).iter().chain(&page.facts) {
        rows += &format!("<tr><th>{}</th><td>{}</td></tr>\n", escape(name), escape(value));
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\n\
         <style>body{{font:16px sans-serif;margin:3em auto;max-width:45em}}\
         th{{text-align:left;padding-right:2em;font-weight:normal;color:#555}}</style></head>\n\
         <body><h1>{title}</h1>\n<p>{}</p>\n<table>\n{rows}</table>\n\
         <p>The figures are also the query <code>stats</code>.</p></body></html>\n",
        escape(page.description)
    )
}

fn figures(stats: &Stats) -> Vec<(String, String)> {
    let mut rows = vec![
        ("Clients".to_string(), stats.clients.to_string()),
        ("Messages sent".to_string(), stats.sent.to_string()),
        ("Messages received".to_string(), stats.received.to_string()),
        ("Refused".to_string(), stats.refused.to_string()),
    ];
    if let Some(deleted) = stats.deleted {
        rows.push(("Deleted because old".to_string(), deleted.to_string()));
    }
    for queue in stats.queues.iter().flatten() {
        rows.push((
            format!("Queue of {}", queue.gateway),
            format!(
                "{} messages, {} bytes, {} clients",
                queue.messages, queue.bytes, queue.clients
            ),
        ));
    }
    rows
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(method: &str, url: &str) -> HttpResponse {
        let request = HttpRequest {
            method: method.to_string(),
            url: url.to_string(),
            headers: vec![],
            body: ByteBuf::new(),
        };
        let stats = Stats {
            clients: 3,
            sent: 12_345,
            ..Stats::default()
        };
        let page = Page {
            title: "rooms",
            description: "Talk.",
            stats,
            facts: vec![("Room".to_string(), "<script>".to_string())],
        };
        respond(&request, page)
    }

    #[test]
    fn the_page_shows_the_figures_and_escapes_what_people_wrote() {
        let response = ask("GET", "/?a=b");
        let body = String::from_utf8(response.body.into_vec()).unwrap();
        assert_eq!(response.status_code, 200);
        assert!(body.contains("12345") && body.contains("&lt;script&gt;"));
        assert!(!body.contains("<script>"));
    }

    #[test]
    fn other_paths_and_methods_get_their_errors() {
        assert_eq!(ask("GET", "/admin").status_code, 404);
        assert_eq!(ask("POST", "/").status_code, 405);
    }
}
