package engine

import (
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
)

// A key that is public by design has a low confidence, whatever other rules see in it,
// and the secret that belongs to it has a higher one.
func TestPublicKeysAndTheirSecrets(t *testing.T) {
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := d.NewScanner()
	for _, test := range []struct {
		public bool
		lines  []string
	}{
		{true, []string{
			"NEXT_PUBLIC_FIREBASE_API_KEY=AIza{base62:35}", "apiKey: \"AIza{base62:35}\",\n  authDomain: \"a.firebaseapp.com\",",
			"MAPBOX_TOKEN=pk.eyJ1I{base62:70}.{base62:22}", "STRIPE_PUBLISHABLE_KEY=pk_live_{base62:24}", "STRIPE_KEY=pk_test_{base62:24}",
			"RECAPTCHA_SITE_KEY=6Lc{base62:5}AAAAA{base62:27}", "SENTRY_DSN=https://{hex:32}@o123456.ingest.sentry.io/4504321",
			"ALGOLIA_SEARCH_API_KEY={hex:32}", "docsearch({lb} apiKey: '{hex:32}', indexName: 'x' {rb})", "AMPLITUDE_API_KEY={hex:32}",
			"NEXT_PUBLIC_POSTHOG_KEY=phc_{base62:43}", "FLW_PUBLIC_KEY=FLWPUBK-{hex:32}-X", "RAZORPAY_KEY_ID=rzp_live_{base62:14}",
			"LANGFUSE_PUBLIC_KEY=pk-lf-{uuid}", "publishKey: \"pub-c-{uuid}\"", "DD_CLIENT_TOKEN=pub{hex:32}", "LOB_PUBLIC_KEY=live_pub_{hex:31}",
			"PUSHER_APP_KEY={hex:20}", "SPOTIFY_CLIENT_ID={hex:32}", "MIDTRANS_CLIENT_KEY=Mid-client-{base62:16}",
		}},
		{false, []string{
			"GOOGLE_API_KEY=AIza{base62:35}", "MAPBOX_SECRET=sk.eyJ1I{base62:70}.{base62:22}", "STRIPE_SECRET_KEY=sk_live_{base62:24}",
			"RECAPTCHA_SECRET_KEY=6Lc{base62:5}AAAAA{base62:27}", "SENTRY_DSN=https://{hex:32}:{hex:32}@sentry.io/1234",
			"ALGOLIA_ADMIN_KEY={hex:32}", "AMPLITUDE_SECRET_KEY={hex:32}", "POSTHOG_PERSONAL_API_KEY=phx_{base62:43}",
			"FLW_SECRET_KEY=FLWSECK-{hex:32}-X", "RAZORPAY_KEY_SECRET={base62:24}", "LANGFUSE_SECRET_KEY=sk-lf-{uuid}",
			"secretKey: \"sec-c-{base62:48}\"", "DD_API_KEY={hex:32}", "PUSHER_APP_SECRET={hex:20}", "SPOTIFY_CLIENT_SECRET={hex:32}",
			"MIDTRANS_SERVER_KEY=Mid-server-{base62:20}",
		}},
	} {
		for _, notation := range test.lines {
			text, err := example.Expand(notation, 1)
			if err != nil {
				t.Fatal(err)
			}
			kept, _ := d.Resolve(s.Finish([]byte(text), s.Raw([]byte(text), content.Text)), "config/app.env", "")
			if public := !anySure(kept); public != test.public {
				t.Errorf("%s: %v", notation, kept)
			}
		}
	}
}

// anySure reports whether a match is more than of low confidence.
func anySure(matches []Match) bool {
	for _, m := range matches {
		if m.Confidence.Compare(finding.ConfidenceLow) > 0 {
			return true
		}
	}
	return false
}
