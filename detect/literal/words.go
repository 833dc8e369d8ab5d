package literal

import (
	"math"
	"strings"
	"sync"
)

// commonWords are the words of four to twelve letters that are most frequent
// in source code, the most frequent first: identifiers and text of eleven
// public repositories in Go, Python, PHP, JavaScript, Rust, Elixir, C, C#, Java
// and Ruby, cut at underscores and changes of case, folded, each repository
// counting as much as any other, without words that fewer than six of them use.
const commonWords = "" +
	"test name string value assert this return with file type error true path self package that expect message " +
	"template from public null equal event const http false version config code class format request response " +
	"list data func https exception server default time property import node when license write create level " +
	"function body object param build options root source content github stream array case client index require " +
	"struct call commit logger void line else check core info field base text option context method target will " +
	"size block opts should cache count output match static state example byte json result start only expected " +
	"empty length host types have args hash user module read bool parse update header status input html element " +
	"connection headers filter hello model next token summary render last interface command process date repo " +
	"private entry returns files lock project none first builder used internal values after objects main must " +
	"current char include other override range mode some close system merge branch before registry which setup " +
	"async runtime under instance head make into invalid bytes issues number child testing using information " +
	"kind application each send tests required debug subject errors remove dependencies script prefix success " +
	"port parent argument push style params warning remote init tree same without been settings integer link " +
	"found open local offset directory compile connect flags unit support enum define diff task session meta " +
	"proxy actual your does store second refs feature switch boolean more await custom alias binary also timeout " +
	"copyright form release want distributed export allow copy span then delete namespace spec inline throw " +
	"buffer policy append trace lang given children global query auth unless properties item valid events " +
	"address expression contains password reference features reset change compiler ignore table post failed " +
	"protocol keys final inner patch flag names resolve stderr fields need publish term"

// wordWeight is the weight of the word with a rank, from 0 on. The figures of
// the ranks 1, 50, 100 and 300 were 10.1, 12.1, 12.9 and 14.3.
func wordWeight(rank int) float64 { return 10 + math.Log2(float64(rank+1))/2 }

// wordWeights are the weights of the common words.
var wordWeights = sync.OnceValue(func() map[string]float64 {
	weights := map[string]float64{}
	for rank, word := range strings.Fields(commonWords) {
		weights[word] = wordWeight(rank)
	}
	return weights
})

// wordGrams are the weights of the grams in common words.
var wordGrams = sync.OnceValue(func() map[uint32]float64 {
	weights := map[uint32]float64{}
	for rank, word := range strings.Fields(commonWords) {
		for i := range len(word) - 3 {
			g := gram(word[i : i+4])
			share := math.Exp2(-wordWeight(rank))
			if known, ok := weights[g]; ok {
				share += math.Exp2(-known)
			}
			weights[g] = -math.Log2(share)
		}
	}
	return weights
})

// withWords is the weight of a text, if it holds a common word, that the single
// bytes would make too rare.
func withWords(text string, weight float64) float64 {
	folded := strings.ToLower(text)
	for i := range folded {
		for j := i + 4; j <= min(len(folded), i+12); j++ {
			if word, ok := wordWeights()[folded[i:j]]; ok {
				weight = min(weight, byteWeight(text[:i], true)+word+byteWeight(text[j:], true))
			}
		}
	}
	return weight
}
