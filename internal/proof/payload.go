package proof

import "bytes"

// noPayload is the fact about tokens that should be base64 of JSON after a prefix,
// and are not.
const noPayload = "its body is not the JSON that such tokens hold"

// sentry reads organisation tokens, sntrys_PAYLOAD_SECRET:
// https://github.com/getsentry/rfcs/blob/main/text/0091-ci-upload-tokens.md
func sentry(secret, _ []byte) Result {
	var p struct {
		Issued any    `json:"iat"`
		URL    string `json:"url"`
		Org    string `json:"org"`
	}
	body, _, ok := cutLast(bytes.TrimPrefix(secret, []byte("sntrys_")), '_')
	if !ok || !decodeJSON(body, &p) || p.Org == "" {
		return doubtful(noPayload)
	}
	return proven(fact("Sentry organisation", p.Org), fact("at", p.URL), fact("issued", date(p.Issued)))
}

// grafanaCloud reads access policy tokens, glc_PAYLOAD:
// https://grafana.com/docs/grafana-cloud/security-and-account-management/authentication-and-permissions/access-policies/
func grafanaCloud(secret, _ []byte) Result {
	var p struct {
		Org  any    `json:"o"`
		Name string `json:"n"`
		Key  string `json:"k"`
		Meta struct {
			Region string `json:"r"`
		} `json:"m"`
	}
	if !decodeJSON(bytes.TrimPrefix(secret, []byte("glc_")), &p) || p.Key == "" {
		return doubtful(noPayload)
	}
	return proven(fact("Grafana Cloud organisation", scalar(p.Org)), fact("token", p.Name), fact("region", p.Meta.Region))
}

// grafanaAPIKey reads the old API keys, which service accounts have replaced:
// pkg/components/apikeygen in https://github.com/grafana/grafana.
func grafanaAPIKey(secret, _ []byte) Result {
	var p struct {
		Key  string `json:"k"`
		Name string `json:"n"`
		Org  any    `json:"id"`
	}
	if !decodeJSON(secret, &p) || p.Key == "" {
		return doubtful(noPayload)
	}
	return proven(fact("Grafana organisation", scalar(p.Org)), fact("key", p.Name))
}

// cloudflareTunnel reads the token that runs a tunnel: connection.TunnelToken in
// https://github.com/cloudflare/cloudflared.
func cloudflareTunnel(secret, _ []byte) Result {
	var p struct {
		Account string `json:"a"`
		Tunnel  string `json:"t"`
		Secret  string `json:"s"`
	}
	if !decodeJSON(secret, &p) || p.Account == "" || p.Secret == "" {
		return doubtful(noPayload)
	}
	return proven(fact("Cloudflare account", p.Account), fact("tunnel", p.Tunnel))
}

// onePassword reads service account tokens, ops_PAYLOAD, which hold everything that
// is needed to sign in:
// https://developer.1password.com/docs/service-accounts/security/
func onePassword(secret, _ []byte) Result {
	var p struct {
		Address string `json:"signInAddress"`
		Email   string `json:"email"`
	}
	if !decodeJSON(bytes.TrimPrefix(secret, []byte("ops_")), &p) || p.Address == "" {
		return doubtful(noPayload)
	}
	return proven(fact("1Password at", p.Address), fact("service account", p.Email))
}
