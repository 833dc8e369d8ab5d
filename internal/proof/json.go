package proof

import (
	"bytes"
	"encoding/json"
)

// decodeJSON reads base64 of a JSON object.
func decodeJSON(s []byte, into any) bool {
	data, ok := decodeBase64(s)
	return ok && unmarshal(data, into)
}

// unmarshal reads one JSON object. Numbers stay as they are written.
func unmarshal(data []byte, into any) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) && d.Decode(into) == nil
}

// scalar is the text of a JSON string or number. It is "" for other values.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}
