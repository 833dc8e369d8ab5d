package html_test

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// pasted returns what is in the clipboard, pasted into a field of the page as a reader
// would.
func (p *page) pasted() string {
	p.Helper()
	text[any](p, `(() => {
		const field = document.createElement("textarea");
		field.id = "paste";
		document.body.append(field);
		field.focus();
	})()`)
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Commands: []string{"paste"}})
		return err
	}))
	got := text[string](p, `document.getElementById("paste").value`)
	text[any](p, `document.getElementById("paste").remove()`)
	return got
}
