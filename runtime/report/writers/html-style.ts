// The style sheet of report.html: light and dark, readable on paper and on a phone, no font or image from outside.

/** CSS, inlined in the page. Arm colours are those of Okabe and Ito, told apart with any colour vision; dashes repeat the distinction. */
export const htmlStyle = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6470; --paper: #fff; --panel: #f6f7f9; --rule: #d9dde3;
  --good: #14713d; --bad: #b3261e; --open: #8a5a00; --warn: #fff4d6; --warn-ink: #5c4300;
  --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #a6478c; --c4: #937100; --c5: #3a8fbd; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #a3acb8; --paper: #14171b; --panel: #1d2127; --rule: #363c45;
  --good: #5fce8e; --bad: #ff8a80; --open: #f0b955; --warn: #3a2f12; --warn-ink: #f3dfa8;
  --c0: #56b4e9; --c1: #ff9a4d; --c2: #3fd0a4; --c3: #e39ace; --c4: #f0e442; --c5: #9ad0f5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 2.6rem 0 .8rem; padding-bottom: .25rem; border-bottom: 1px solid var(--rule); font-size: 1.25rem; }
.subtitle, caption, .test, footer { color: var(--soft); }
.subtitle { margin: .35rem 0 0; }
.warnings { margin: 0; padding: .8rem 1rem .8rem 2rem; background: var(--warn); color: var(--warn-ink); border-radius: .5rem; }
.claim { margin: 0 0 1rem; padding: 1rem 1.1rem .6rem; background: var(--panel); border-radius: .6rem; border-left: .3rem solid var(--open); }
.claim.supported { border-color: var(--good); } .claim.refuted { border-color: var(--bad); }
.claim h3 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
.claim p { margin: .25rem 0 .35rem; }
.outcome { display: inline-block; margin-right: .5rem; padding: .05rem .55rem; border: 1px solid currentColor; border-radius: 1rem;
  font-size: .85rem; font-weight: 600; color: var(--open); vertical-align: .08rem; }
.supported .outcome { color: var(--good); } .refuted .outcome { color: var(--bad); }
.test { font-size: .9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: 50%; font-variant-numeric: tabular-nums; }
caption.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
caption { padding: 0 0 .5rem; text-align: left; font-size: .9rem; }
th, td { padding: .35rem 1.2rem .35rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
th { font-weight: 600; } th.right, td.right { text-align: right; white-space: nowrap; }
td { overflow-wrap: anywhere; min-width: 4rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .3rem 1.5rem; margin: 0; }
dt { color: var(--soft); overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; }
svg[role] { min-width: 34rem; }
figure { margin: 0; }
svg text { font-size: 12px; fill: var(--soft); }
.grid { stroke: var(--rule); } .axis { stroke: var(--soft); }
.border { stroke: var(--ink); } .margin { stroke: var(--ink); stroke-dasharray: 4 4; }
.dot { fill: var(--c0); fill-opacity: .55; } .estimate { fill: var(--ink); } .interval { stroke: var(--ink); stroke-width: 2.5; }
.curve { fill: none; stroke-width: 2.2; } .band { stroke: none; fill-opacity: .14; }
.arm-0 { stroke: var(--c0); } .arm-1 { stroke: var(--c1); stroke-dasharray: 8 4; } .arm-2 { stroke: var(--c2); stroke-dasharray: 2 3; }
.arm-3 { stroke: var(--c3); stroke-dasharray: 10 3 2 3; } .arm-4 { stroke: var(--c4); stroke-dasharray: 5 3; } .arm-5 { stroke: var(--c5); stroke-dasharray: 1 4; }
.band.arm-0 { fill: var(--c0); } .band.arm-1 { fill: var(--c1); } .band.arm-2 { fill: var(--c2); }
.band.arm-3 { fill: var(--c3); } .band.arm-4 { fill: var(--c4); } .band.arm-5 { fill: var(--c5); } .band { stroke: none; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; margin: .3rem 0 1.5rem; padding: 0; list-style: none; font-size: .9rem; }
.key { display: inline-block; width: 30px; height: 8px; }
footer { margin-top: 3rem; font-size: .85rem; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "Liberation Mono", monospace; font-size: .92em; }
@media print { body { padding: 0; } .claim { break-inside: avoid; } }
`
