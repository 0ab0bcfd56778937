/** Type and arrangement of the page around the drawings. */
export function pageStyle(): string {
  return `
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2430;--faint:#596273;--rule:#d3d8e0}
@media (prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#eef1f6;--faint:#a9b3c4;--rule:#3a4352}}
*{box-sizing:border-box}
body{margin:0;padding:20px;background:var(--paper);color:var(--ink);font:14px/1.45 system-ui,sans-serif;display:grid;grid-template-columns:minmax(0,1fr) 300px;gap:0 24px}
header,main{grid-column:1}
h1{margin:0;font-size:22px}
h2{margin:0 0 8px;font-size:15px;color:var(--faint)}
header p{margin:2px 0 16px;color:var(--faint)}
body>svg{position:absolute}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 16px;padding:0;list-style:none}
a{color:inherit}
section{margin:0 0 32px;padding-top:12px;border-top:1px solid var(--rule)}
figure{margin:0;overflow-x:auto}
.drawing{display:block;max-width:none}
.sides{display:flex;flex-wrap:wrap;gap:24px 36px}
.side{min-width:0}
table{border-collapse:collapse;margin:8px 0;font-size:12.5px}
caption{text-align:left;font-weight:600;padding-bottom:4px}
td,th{padding:2px 10px 2px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
td:nth-child(-n+2),.costs td,.costs th[scope=col]:not(:first-child){text-align:right;font-variant-numeric:tabular-nums}
details{margin-top:8px;overflow-x:auto}
summary{cursor:pointer;color:var(--faint)}
#panel{grid-column:2;grid-row:1/span 3;position:sticky;top:20px;align-self:start;padding:14px;border:1px solid var(--rule);border-radius:6px;overflow-wrap:anywhere}
#panel p{margin:0}
#panel h2{color:inherit;margin:0 0 6px}
#panel dl{display:grid;grid-template-columns:auto 1fr;gap:3px 12px;margin:8px 0 0}
#panel dt{color:var(--faint)}
#panel dd{margin:0}
@media (max-width:1000px){body{display:block;padding-bottom:45vh}#panel{position:fixed;left:0;right:0;bottom:0;top:auto;max-height:40vh;overflow:auto;border-radius:0;border-width:1px 0 0;background:var(--paper)}}
@media print{#panel{display:none}body{display:block}}
`.trim();
}
