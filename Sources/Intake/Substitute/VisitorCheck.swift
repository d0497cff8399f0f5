import Bytes
import Fetch

/// Marks of the services that check visitors: Anubis, Cloudflare, DataDome, PerimeterX, Imperva, Akamai, AWS, Kasada, Sucuri,
/// DDoS-Guard, Qrator, StormWall, Vercel and others.
enum VisitorCheck {
    /// Fields that come with the check alone, not with the pages behind it.
    static func isTold(by headers: HeaderFields) -> Bool {
        headers["cf-mitigated"] != nil || headers["x-vercel-mitigated"] != nil || headers["x-amzn-waf-action"] != nil
    }

    /// Whether the page is nothing but a check.
    static func isWhole(_ body: [UInt8]) -> Bool { holds(anyOf: pages, body) }

    /// Whether there is a box to tick. Forms for comments have them, too.
    static func hasWidget(_ body: [UInt8]) -> Bool { holds(anyOf: widgets, body) }

    /// Not those of scripts that the same services put into the pages which they let through.
    private static let pages: [StaticString] = [
        "_cf_chl_opt", "/orchestrate/chl_page", "/orchestrate/jsch", "/orchestrate/managed", "/orchestrate/captcha",
        "id=\"anubis_challenge\"", "id=\"anubis_version\"", "/.within.website/x/cmd/anubis/static/js/main.mjs",
        "geo.captcha-delivery.com", "ct.captcha-delivery.com", "id=\"px-captcha\"", "px-captcha-container",
        "/_Incapsula_Resource?CWUDNSAI", "Incapsula incident ID", "window.gokuProps",
        "sucuri_cloudproxy_js", "/.well-known/ddos-guard/js-challenge", "static.stormwall.pro", "/__qrator/qauth",
        "/errors/validateCaptcha", "bm-verify=", "/_sec/verify?", "/.well-known/vercel/security/",
        "/.well-known/.git.gammaspectra.live/git/go-away/", "/haproxy-protection/", "/__ddg/", "_bot_check_",
    ]

    private static let widgets: [StaticString] = [
        "cf-turnstile", "h-captcha", "g-recaptcha", "frc-captcha", "smart-captcha", "mtcaptcha", "altcha-widget",
        "challenge-container", "geetest_", "cap-widget",
    ]

    private static func holds(anyOf marks: [StaticString], _ body: [UInt8]) -> Bool {
        body.withUnsafeBufferPointer { body in
            let head = UnsafeBufferPointer(rebasing: body.prefix(128 << 10))
            return marks.contains { head.range(of: $0) != nil }
        }
    }
}
