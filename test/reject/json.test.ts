import { rejects } from "./rejects.ts";

rejects(
  "JSON that does not parse",
  `{
  "structures": [,]
}
`,
  [
    "2:18 - error AMPH101: the file does not parse as JSON: expected a value, found `,`; correct the syntax here",
  ],
  "bad.layout.json",
);

rejects(
  "a trailing comma",
  `{
  "structures": [
    ],
}
`,
  [
    "4:1 - error AMPH101: the file does not parse as JSON: expected a string in double quotes, found `}`; correct the syntax here",
  ],
  "bad.layout.json",
);

rejects(
  "a comment",
  `{
  // no
}
`,
  [
    "2:3 - error AMPH101: the file does not parse as JSON: expected a string in double quotes, found `// no`; correct the syntax here",
  ],
  "bad.layout.json",
);

rejects(
  "single quotes",
  "{ 'structures': [] }",
  [
    "1:3 - error AMPH101: the file does not parse as JSON: expected a string in double quotes, found `'structures'`; correct the syntax here",
  ],
  "bad.layout.json",
);

rejects(
  "a string with an unknown escape",
  '{ "a": "x\\q" }',
  [
    `1:8 - error AMPH101: the file does not parse as JSON: expected a string without control characters or unknown escapes, found \`"x\\q"\`; correct the syntax here`,
  ],
  "bad.layout.json",
);

rejects(
  "a file that ends early",
  '{ "structures": [',
  [
    "1:18 - error AMPH101: the file does not parse as JSON: expected a value, found the end of the file; correct the syntax here",
  ],
  "bad.layout.json",
);

rejects(
  "text after the value",
  '{ "structures": [] } x',
  [
    "1:22 - error AMPH101: the file does not parse as JSON: expected the end of the file after the value, found `x`; correct the syntax here",
  ],
  "bad.layout.json",
);

rejects(
  "nesting without end",
  "[".repeat(100_000),
  [
    "1:202 - error AMPH101: the file does not parse as JSON: expected at most 200 levels of nesting, found `[`; correct the syntax here",
  ],
  "bad.layout.json",
);

rejects(
  "an empty file",
  "",
  [
    "1:1 - error AMPH101: the file does not parse as JSON: expected a value, found the end of the file; correct the syntax here",
  ],
  "bad.layout.json",
);

rejects(
  "a value that is not an object",
  "[]",
  [
    "1:1 - error AMPH109: the file is `[]`: expected an object `{…}`",
  ],
  "bad.layout.json",
);

rejects(
  "no structures",
  `{
  "structures": []
}
`,
  [
    `1:1 - error AMPH102: the spec asks for no structure: expected at least one; write for example \`{ "structure": "Queue", "name": "Deltas", "item": "Delta", "options": { "capacity": 1024 } }\``,
  ],
  "bad.layout.json",
);

rejects(
  "a repeated key",
  `{
  "structures": [{ "structure": "Queue", "name": "Prices", "item": "f64", "options": { "capacity": 8, "capacity": 16 } }]
}
`,
  [
    "2:103 - error AMPH110: the key `capacity` appears twice in one object: expected each key once; remove one of the two",
  ],
  "bad.layout.json",
);

rejects(
  "wrong shapes",
  `{
  "structures": [
    { "structure": "Queue", "nam": "A", "item": 5 },
    7,
    { "structure": "Queue", "name": null, "item": "f64", "options": { "capacity": null, "x": [] } }
  ]
}
`,
  [
    "3:5 - error AMPH109: the key `name` is missing: expected `structure` and `name`; add it",
    "3:29 - error AMPH109: unknown key `nam`: expected structure, name, doc, item, members or options; did you mean `name`?",
    `3:49 - error AMPH109: \`item\` is \`5\`: expected the name of a type or an object such as \`{ "kind": "text", "bytes": 16 }\``,
    "4:5 - error AMPH109: an element of `structures` is `7`: expected an object `{…}`",
    "5:37 - error AMPH109: `name` is `null`: expected a string",
    "5:83 - error AMPH109: `capacity` is `null`: expected a string, a number or a boolean",
    "5:94 - error AMPH109: `x` is `[]`: expected a string, a number or a boolean",
  ],
  "bad.layout.json",
);

rejects(
  "unknown kinds",
  `{
  "records": [{ "name": "R", "fields": [{ "name": "a", "type": { "bytes": 8 } }, { "name": "b", "type": { "kind": 5 } }] }],
  "structures": [{ "structure": "Queue", "name": "Prices", 
    "item": { "kind": "txt", "bytes": 8 } }]
}
`,
  [
    `2:64 - error AMPH109: the type has no \`kind\`: expected \`"kind"\` to be \`"text"\`, \`"bytes"\`, \`"array"\`, \`"union"\` or \`"record"\``,
    `2:105 - error AMPH109: unknown kind \`5\`: expected \`"kind"\` to be \`"text"\`, \`"bytes"\`, \`"array"\`, \`"union"\` or \`"record"\``,
    `4:13 - error AMPH109: unknown kind \`"txt"\`: expected \`"kind"\` to be \`"text"\`, \`"bytes"\`, \`"array"\`, \`"union"\` or \`"record"\``,
  ],
  "bad.layout.json",
);

rejects(
  "a key too many and __proto__",
  `{
  "structures": [{ "structure": "Queue", "name": "Prices", "item": { "kind": "text", "bytes": 8, "length": 8 }, "__proto__": 1 }]
}
`,
  [
    "2:98 - error AMPH109: unknown key `length`: expected kind or bytes",
    "2:113 - error AMPH109: unknown key `__proto__`: expected structure, name, doc, item, members or options",
  ],
  "bad.layout.json",
);

rejects(
  "unknown structures, types and options",
  `{
  "structures": [
    { "structure": "Qeue", "name": "A1", "item": "f64" },
    { "structure": "Queue", "name": "A2", "item": "f46", "options": { "capasity": 8 } },
    { "structure": "Queue", "name": "A3", "item": "number", "options": { "capacity": 0.5 } },
    { "structure": "Queue", "name": "A4", "item": "string", "options": { "capacity": 8 } }
  ]
}
`,
  [
    "3:20 - error AMPH408: unknown structure `Qeue`: expected Queue; did you mean `Queue`?",
    `4:20 - error AMPH405: Queue needs the option \`capacity\`: expected a whole number from 1 to 67108864; write for example \`"capacity": 1024\``,
    "4:51 - error AMPH201: unknown type `f46`: expected a slot type or a type declared in this file; did you mean `f64`?",
    "4:71 - error AMPH402: Queue has no option `capasity`: expected cacheLine, padding, waiting, capacity, producers or consumers; did you mean `capacity`?",
    "5:51 - error AMPH202: `number` has no fixed size in memory: expected a slot type; write `f64` or `f32`, or `u32`, `i32`, `u53` … for whole numbers",
    "5:86 - error AMPH404: the option `capacity` is `0.5`: expected a whole number from 1 to 67108864; write for example 1",
    `6:51 - error AMPH202: \`string\` has no fixed size in memory: expected a slot type; write \`{ "kind": "text", "bytes": 16 }\`, or a union such as \`{ "kind": "union", "members": ["bid", "ask"] }\``,
  ],
  "bad.layout.json",
);

rejects(
  "lengths, members and names",
  `{
  "records": [
    {
      "name": "R",
      "fields": [
        { "name": "a b", "type": { "kind": "text", "bytes": 0 } },
        { "name": "c\\n*/", "type": { "kind": "union", "members": [] } },
        { "name": "d", "type": { "kind": "union", "members": ["x", "x", "\\udc00"] } },
        { "name": "d", "type": { "kind": "array", "of": "R", "length": 70000 } },
        { "name": "e", "type": { "kind": "record", "fields": [] } }
      ]
    }
  ],
  "structures": [{ "structure": "Queue", "name": "Prices", "item": "R", "options": { "capacity": 8, "cacheLine": 48 } }]
}
`,
  [
    "6:19 - error AMPH301: `a b` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
    `6:61 - error AMPH209: the length of Text is \`0\`: expected a whole number of bytes from 1 to 65535, written out; write for example \`{ "kind": "text", "bytes": 16 }\``,
    "7:19 - error AMPH301: `c */` is not a name: expected 1 to 100 ASCII letters, digits, `_` and `$`, not beginning with a digit, written without escapes; choose another name",
    `7:36 - error AMPH216: the union has 0 members: expected 1 to 65536, stored as one or two bytes; write for example a member \`"none"\``,
    `8:68 - error AMPH214: the union has the member \`"x"\` twice: expected each once; remove one of the two`,
    `8:73 - error AMPH215: the union member \`"\\udc00"\` has half of a surrogate pair: expected well-formed Unicode; write the whole character`,
    "9:19 - error AMPH303: the field `d` exists already, in line 8: expected each name once; rename one of the two",
    "9:57 - error AMPH212: `R` contains itself (R → R): expected a record of finite size; store an index to the other record instead, for example a `u32`",
    `9:72 - error AMPH209: the length of FixedArray is \`70000\`: expected a whole number of items from 1 to 65535, written out; write for example \`{ "kind": "array", "of": "f64", "length": 8 }\``,
    "10:32 - error AMPH210: the record `RE` has no fields: expected at least one; write for example a field `value` of type `f64`",
    `14:114 - error AMPH403: the option \`cacheLine\` is \`48\`: expected "measured", 32, 64, 128 or 256; leave it out for "measured"`,
  ],
  "bad.layout.json",
);
