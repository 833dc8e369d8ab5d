// Package decode brings to light text that is hidden one layer down, where
// no rule would see it: text in another encoding.
package decode
