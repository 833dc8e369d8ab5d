package proof

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

// documentedBy names who publishes a secret as an example, so that finding it
// means nothing. It is "" for any other secret.
//
// Examples that have a mark of their own, such as those of AWS and of JSON Web
// Tokens, are recognised by it: see awsKeyID, awsSecretKey and jwt.
func documentedBy(secret []byte) string {
	return publisher(digest(bytes.TrimPrefix(secret, []byte("0x"))))
}

// digest is the form in which examples are kept: the first half of the SHA-256,
// in hexadecimal. In clear every scanner would report this file.
func digest(secret []byte) string {
	sum := sha256.Sum256(secret)
	return hex.EncodeToString(sum[:sha256.Size/2])
}

// publisher names who publishes the example with a digest, or returns "".
func publisher(digest string) string {
	for i := range documented {
		for _, d := range documented[i].digests {
			if d == digest {
				return documented[i].by
			}
		}
	}
	return ""
}

// documented lists the examples by their publishers. A comment before each
// digest, or before several, names the page. It is never written to.
var documented = [...]struct {
	by      string
	digests []string
}{
	{"Stripe", []string{
		// https://docs.stripe.com/get-started/api-request, and the same page in years before
		"2cafc0970149a84f3b9e62eaf169f36f",
		"f2d6ca16515033e5dce14eba840b979d",
		"7e8de44ea9ecf6d53415c90f5b249a85",
	}},
	{"Microsoft", []string{
		// https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key
		"0011cc25eb4320717494d2703e8cba85",
		// https://learn.microsoft.com/azure/cosmos-db/emulator#authentication
		"aa6547439583c3a275d4542a0df6c1ad",
	}},
	{"MinIO", []string{
		// https://min.io/docs/minio/linux/reference/minio-mc.html: the public server play.min.io
		"1bbb9293c38acc5e510d904495845d53",
		"df452eef23e8cf2c74af54c0c7419c05",
		// https://min.io/docs/minio/linux/reference/minio-server/settings/root-credentials.html: what a server starts with
		"ad9858116e63b0c5a4d7dc7f50f034c7",
	}},
	{"Kubernetes", []string{
		// https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/
		"a4b8b245ab28bc4f72dcaa0d9ba9f73d",
		"3002888f967a7086ab52fcc9e8bbc3e4",
	}},
	{"GitHub", []string{
		// https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps and
		// https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app
		"3543c50b0cb9cea8e55eb1f529b79f04",
		"bc3ae723f57c6b9e3fd80b699fcc420f",
		"82e74299544e00738f9c0acb69b1eb34",
		"797c0ce414586cc8eb6929afe947c720",
		"86007eb367696d3202a93e1ef98e8e9e",
		"6d7fa4e64d4b1f3ea31962e258b684de",
	}},
	{"Discord", []string{
		// https://discord.com/developers/docs/reference#authentication
		"02f7ce3c263f85c019eeeeea4b08f1b7",
	}},
	{"Telegram", []string{
		// https://core.telegram.org/bots/api#authorizing-your-bot and https://core.telegram.org/bots/features#botfather
		"731fa294d036e54f19df879bfcd4fe72",
		"0b5dd075ccdd03c42f4edda8e299e683",
	}},
	{"Mailgun", []string{
		// https://documentation.mailgun.com: the account samples.mailgun.org
		"9c846fdf0fa8955c377d0301542ee20e",
		"a4526cb8cdbf802f8ebb66c6935cced7",
		"9bd1f158ca1a1b308d3297208d06cf0c",
	}},
	{"Algolia", []string{
		// https://www.algolia.com/doc: the demonstration application "latency"
		"f7e7896182dcde5db5a8b852a505f048",
	}},
	{"Google", []string{
		// https://developers.google.com/recaptcha/docs/faq: the keys for automated tests
		"03b970ed8171d73b58bbc9a5c72e3e4e",
		"f5e95c9954635b65acab57e6d5ea663e",
		// https://developers.google.com/maps/documentation/javascript: the samples
		"bd1f9d210c4a46757c5f780c80640942",
	}},
	{"Braintree", []string{
		// https://developer.paypal.com/braintree/docs/guides/drop-in/setup-and-integration
		"24da5cc934572b30d109bf2061a24657",
	}},
	{"Elastic", []string{
		// https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-security-create-api-key
		"a0cc17dae7500395717186079713fb95",
		"bae4305b5588c03f411e369da9b6b184",
	}},
	{"WireGuard", []string{
		// https://man7.org/linux/man-pages/man8/wg.8.html
		"ea1ca3e25b35a51ea7c8c9e5434d6faa",
	}},
	{"the IETF", []string{
		// RFC 7515, appendix A, and RFC 7517, appendix A: the private parts of their keys
		"8b1b17a9740c068accab5c3d0d652c8e",
		"ecaa6793a6374193dea5b273e7948faf",
		"5ccf2edb4f070f0b180f1adadb1be7c5",
		"a45404ae333dd955dcff82cf28972e0f",
		// RFC 6749, section 2.3.1, RFC 6750, section 2.1, and RFC 7617, section 2
		"ca7459e2b26776de081b9a07e40227fd",
		"584b27d64ebc1b3341f7fc9a9c3f1a54",
		"b8e148545b13c78bc74da2f1a7275dd7",
		"cf4d418ed3de92d71f767db5391d5a2d",
	}},
	{"Hardhat", []string{
		// https://hardhat.org/hardhat-network/docs/overview and https://getfoundry.sh/anvil/overview: the accounts
		// of "test test ... junk", without 0x, and the phrase itself
		"bc1a50966c9e6486bc4ebf880b51611a",
		"8335c55334821eefd4334369ff9c04a8",
		"b26ab6529d20ebebb4192256f2029847",
		"64034b44c579b335ab5e85debbfe7278",
		"4d3e46eec8244d1d106f866ee48994f6",
		"0aedba9d586f34f95cf1f0d54926f62e",
		"28e543d3753fc9d14c658ebef20b76a3",
		"f070994a8599478580678f2b9482c5f0",
		"38e69fdd19aefeb4adf56312f10e62c3",
		"967f21586cdf1248a862f2cfb3300997",
		"0b33e0132123e78d42dd12a0fbbbacd1",
		"84bc109b3d59b0173a76fc3d831360a6",
		"85bde548053aab4b5a6c78473d5eb2ad",
		"f1513114f60e5e95732b840669fe8395",
		"5330d388af894c9e1a181a06a3ce44d6",
		"a2e06155cb1a424f972c3abfaddc9cea",
		"4a67d7a0d8a16d6d954cef19eb5afdbd",
		"b08bdfde9930d9202809530dcbe193c5",
		"cf1fc66f853151a4c6666909c8f1f80e",
		"100546a8b020a55aa09b2d34b50de9a3",
		"f79cd64f9cea237897b8133e4b905b36",
	}},
	{"Ganache", []string{
		// https://archive.trufflesuite.com/docs/ganache: the accounts of its option --deterministic
		"578592185588730b9d10b87e2274706a",
		"30e55f5463e22af009a1b785a4d72319",
		"70b801afae94d2e653c9612d0ebbba1f",
		"0bc9fde2b028e3b067e45059c84dbcf4",
		"f51c2c795f782308c7dcfa92a59cf89c",
		"6dea34b661141091338390067dc6fe04",
		"faeb1dab5a326eef752d42930ec4bf53",
		"196fbadca8b7eea62510a490b7e8131e",
		"ecd5e9d0b08a8a9fd1c35bcd303b3cce",
		"3fd5610ee03a3503edceff018e3fb550",
		"9c5d0a6656e5d3f36601d0bf98762be0",
	}},
}
