package report

import _ "embed"

// schema is the same as docs/reference/report.schema.json. A test makes both from the types of
// package finding and their comments.
//
//go:embed report.schema.json
var schema string

// Schema returns the JSON Schema (draft 2020-12) of the json format. Its definition "line"
// is that of a line of the jsonl format.
func Schema() string { return schema }
