/// The only style sheet: light and dark, a table that fits a telephone, nothing loaded from anywhere.
enum StyleSheet {
    static let css = """
        :root { color-scheme: light dark; --fg: #1d2126; --soft: #5a6470; --bg: #fcfcfb; --line: #dfe2e5; --card: #f3f4f3;
          --link: #0b57a4; --bad: #b3261e; --warn: #7d5700; --good: #1b6b3a; }
        @media (prefers-color-scheme: dark) { :root { --fg: #e4e6e8; --soft: #a0a8b0; --bg: #16191c; --line: #33393f;
          --card: #1f2428; --link: #82b8f2; --bad: #ff8a80; --warn: #f0c05a; --good: #7bd39a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--bg); color: var(--fg); font: 16px/1.5 system-ui, sans-serif; }
        header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 1rem; }
        footer { color: var(--soft); font-size: .85rem; padding-top: 2rem; padding-bottom: 1.5rem; }
        time { white-space: nowrap; overflow-wrap: normal; }
        .filters { color: var(--soft); } .filters a { margin-right: .6rem; white-space: nowrap; }
        .filters [aria-current] { font-weight: 700; color: var(--fg); text-decoration: none; }
        nav a { margin-right: 1rem; }
        nav a.home { font-weight: 700; font-size: 1.15rem; color: var(--fg); text-decoration: none; }
        a { color: var(--link); }
        a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 1.5rem 0 .5rem; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
        dl.totals { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; }
        dl.totals div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
          padding: .5rem .9rem; min-width: 6.5rem; }
        dl.totals dt { color: var(--soft); font-size: .85rem; }
        dl.totals dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line);
          vertical-align: top; overflow-wrap: anywhere; }
        td.name { min-width: 12rem; }
        th { color: var(--soft); font-size: .85rem; font-weight: 600; white-space: nowrap; overflow-wrap: normal; }
        td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .state { font-weight: 600; white-space: nowrap; overflow-wrap: normal; }
        .failing, .stopped { color: var(--bad); } .gone, .new, .flooding, .waiting, .removed { color: var(--warn); } .ok { color: var(--good); }
        .disabled, .soft { color: var(--soft); }
        .error { display: block; color: var(--bad); font-size: .9rem; }
        .notice { border-left: .3rem solid var(--bad); background: var(--card); padding: .6rem 1rem; margin: 1rem 0; }
        dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; }
        dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
        ol.articles { list-style: none; padding: 0; }
        ol.articles li { padding: .4rem 0; border-bottom: 1px solid var(--line); }
        ol.articles .soft { font-size: .9rem; }
        article { max-width: 42rem; font-size: 1.06rem; overflow-wrap: anywhere; }
        article img, article video { max-width: 100%; height: auto; }
        article pre { overflow-x: auto; background: var(--card); padding: .75rem; }
        article blockquote { margin-left: 0; padding-left: 1rem; border-left: .2rem solid var(--line); }
        pre.text { white-space: pre-wrap; font: inherit; background: none; padding: 0; }
        @media (max-width: 46rem) { .wide { display: none; } body { font-size: 15px; }
          header, main, footer { padding-left: .9rem; padding-right: .9rem; } nav a { display: inline-block; padding: .2rem 0; } }

        """

    /// A folded sheet, for the browser's tab.
    static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#0b57a4" d="M2 1h9l3 3v11H2z"/>\
        <path fill="#fff" d="M4 6h8v1.3H4zm0 3h8v1.3H4zm0 3h5v1.3H4z"/></svg>
        """
}
