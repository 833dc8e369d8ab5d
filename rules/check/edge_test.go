package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
)

// A token that begins with a marker of its own is found behind an escape sequence, and
// behind a letter or an underscore, too: people join names and tokens, and print them in
// colours. The other rules are those of edgeNeeded, each for a reason.
func TestTokenNeedsNoEdge(t *testing.T) {
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := engine.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	needed := map[string]string{} // reasons by rule
	for reason, ids := range edgeNeeded {
		for id := range strings.FieldsSeq(ids) {
			if needed[id] != "" {
				t.Errorf("%s is twice in edgeNeeded", id)
			}
			needed[id] = reason
		}
	}
	s := d.NewScanner()
	finds := func(r *rules.Rule, secret, text string) bool {
		return slices.ContainsFunc(scan(s, text, ""), func(m engine.Match) bool {
			return m.Rule.ID == r.ID && m.Allowed == "" && m.Secret == secret
		})
	}
	tokens := 0
	for i := range cfg.Rules {
		r := &cfg.Rules[i]
		missed := 0 // of the examples, behind a letter or an underscore
		for _, notation := range r.Examples {
			if r.Regex == "" || r.WholeFile {
				continue
			}
			text, err := example.Expand(notation, 1)
			if err != nil {
				t.Fatal(err)
			}
			all := scan(s, text, "")
			k := slices.IndexFunc(all, func(m engine.Match) bool { return m.Rule.ID == r.ID && m.Allowed == "" })
			if k < 0 || all[k].SecretStart > all[k].Start+1 {
				continue // what begins the match is a name or an address
			}
			tokens++
			secret, token := all[k].Secret, text[all[k].SecretStart:]
			for _, escape := range []string{`\n`, `\t`, `\r\n`, `%3D`, `%0A`, `=3D`, `\u003e`, `\x22`, `\033[1m`, `\u001b[32m`, "\x1b[38;5;12m", "\x1b[0K"} {
				if needed[r.ID] != noMarker && !finds(r, secret, escape+token) {
					t.Errorf("%s: misses its token behind the escape sequence %q", r.ID, escape)
				}
			}
			for _, before := range []string{"NAME_", "x"} {
				if !finds(r, secret, before+token) {
					missed++
					if needed[r.ID] == "" {
						t.Errorf("%s: misses its token behind %q; is there a reason, for edgeNeeded?", r.ID, before)
					}
				}
			}
		}
		if missed == 0 && needed[r.ID] != "" {
			t.Errorf("%s is in edgeNeeded, and needs no edge", r.ID)
		}
	}
	if tokens < 400 {
		t.Errorf("only %d tokens: the test says little", tokens)
	}
}

// Reasons why a token needs an edge before it.
const (
	noMarker   = "the token does not begin with a marker, or its marker stands for nothing by itself"
	isWord     = "the marker is a word or ends words, and a digest may follow it: task-, monkey-, version_"
	isShort    = "the marker is so short, or of so few characters, that it is in other random text"
	isPartOf   = "what follows the marker may be the rest of an identifier or of a path"
	isAddress  = "the match is an address: what stands before it belongs to it"
	isEncoding = "the marker is the base64 of common text, which is in the middle of other base64"
)

// edgeNeeded are the rules whose tokens are not found behind a letter or an underscore.
var edgeNeeded = map[string]string{
	noMarker: `
		deepl-free-api-key azure-resource-key azure-shared-access-key azure-ad-client-secret azure-ad-refresh-token
		azure-container-registry-key azure-search-key azure-function-key azure-devops-pat firebase-web-api-key
		google-oauth-client-id google-fcm-registration-token mailchimp-api-key discord-bot-token maxmind-license-key
		airtable-oauth-token hashicorp-tf-api-token newrelic-license-key newrelic-mobile-app-token
		ebay-production-client-id storyblok-management-token windows-setup-password bitwarden-access-token
		twitter-bearer-token google-fcm-server-key clickhouse-cloud-api-secret-key`,
	isWord: `
		databricks-oauth-secret langsmith-legacy-api-key elevenlabs-api-key deepseek-api-key cursor-api-key
		runway-api-key retellai-api-key scale-ai-live-key coze-personal-access-token launchdarkly-access-token
		launchdarkly-sdk-key branch-key octopus-deploy-api-key jetbrains-permanent-token
		azure-apim-repository-password ionic-api-token appwrite-api-key warpstream-api-key mailgun-private-api-token
		mailgun-pub-key telnyx-api-key resend-api-key databento-api-key dfuse-api-key convex-deploy-key
		authress-service-client-access-key dependency-track-api-key nightfall-api-key stackhawk-api-key unkey-root-key
		pangea-service-token infracost-api-token rancher-api-token infisical-service-token datadog-client-token
		stripe-publishable-key paystack-secret-key gocardless-live-token column-api-key checkout-secret-key rainforestpay-api-key
		recharge-api-token finage-api-key mercado-pago-access-token mapbox-secret-token mapbox-api-token
		twitch-stream-key figma-token notion-integration-secret lob-api-key lob-pub-api-key besttime-api-key
		close-api-key salesblink-api-key tickettailor-api-key cal-com-api-key unleash-personal-access-token
		mintlify-api-key svix-api-token dub-api-key seam-api-key permit-api-key`,
	isShort: `
		replicate-api-token firecrawl-api-key fireworks-api-key voyageai-api-key brave-search-api-key mem0-api-key
		pirsch-access-key coderabbit-api-key aws-appsync-api-key google-oauth-refresh-token exoscale-api-key
		twilio-api-key twilio-account-sid courier-api-key digitalocean-spaces-key-id scaleway-access-key
		airtable-personal-access-token okta-client-id recaptcha-key ecostruxureit-api-key nats-nkey-seed
		square-access-token woocommerce-consumer-secret woocommerce-consumer-key nuget-api-key artifactory-api-key
		crates-io-api-token facebook-page-access-token instagram-access-token clickup-api-token zoho-token
		locationiq-access-token shutterstock-oauth-token`,
	isPartOf: `
		cartesia-api-key devcycle-server-sdk-key devcycle-client-sdk-key cloudflare-origin-ca-key flyio-access-token
		alibaba-sts-access-key-id yandex-access-token yandex-oauth-token tigris-access-key-id hop-project-token
		nylas-api-key onfido-api-token onfido-sandbox-api-token persona-api-key persona-sandbox-api-key proof-api-key
		ory-token datadog-access-token datadog-application-key midtrans-server-key midtrans-client-key
		coinbase-api-key-name thunderstore-api-token dropbox-short-lived-api-token notion-refresh-token
		pinterest-access-token lichess-api-token`,
	isAddress: `
		microsoft-teams-webhook microsoft-teams-workflow-url okta-domain auth0-domain tines-webhook
		sumologic-collector-url sentry-dsn zapier-webhook-url`,
	isEncoding: `
		jwt cloudflare-tunnel-token docker-config-base64 private-key-base64 jwt-base64 grafana-api-key`,
}
