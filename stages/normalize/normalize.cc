#include "stages/normalize/normalize.h"

#include <algorithm>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence.h"
#include "stages/normalize/block_language.h"
#include "stages/normalize/structure.h"

namespace marsad::normalize {
namespace {

using text::OriginalSpan;
using text::Token;

constexpr int kTitleWeight = 2;  // a title is the publisher's own words, a long quotation is not

Language ArticleLanguage(const Article& article, text::Script script) {
  std::string sample(PrefixAtBoundary(article.title, kLanguageSample));
  sample += '\n';
  sample += PrefixAtBoundary(article.body, kLanguageSample);
  return DetectLanguage({.text = sample, .script = script, .claimed = article.claimed_language});
}

void SetBlockLanguages(Normalized* normalized, text::Script article_script) {
  WordCursor words(normalized->body.tokens);
  for (Block& block : normalized->blocks) {
    if (block.kind == BlockKind::kTitle) continue;
    block.language =
        BlockLanguage(normalized->body, block.span, words.Take(block.span), normalized->language, article_script);
  }
}

bool HasSentences(BlockKind kind) {
  return kind == BlockKind::kParagraph || kind == BlockKind::kListItem || kind == BlockKind::kQuote;
}

// A paragraph that was wrapped by hand has line breaks, at which sentences would end: blanks of the same length.
std::string Unwrapped(std::string_view paragraph) {
  std::string text(paragraph);
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

// Sentences that hold a word at least.
void FindSentences(Normalized* normalized) {
  WordCursor words(normalized->body.tokens);
  for (const Block& block : normalized->blocks) {
    if (!HasSentences(block.kind)) continue;
    const std::string_view language = block.language.empty() ? normalized->language.tag : block.language;
    const std::string_view original = block.span.Cut(normalized->body.original);
    const bool is_wrapped = original.find('\n') != original.npos;
    const std::string unwrapped = is_wrapped ? Unwrapped(original) : std::string();
    const std::string_view paragraph = is_wrapped ? std::string_view(unwrapped) : original;
    for (const OriginalSpan found : text::Sentences(paragraph, language)) {
      const OriginalSpan sentence = {block.span.begin + found.begin, block.span.begin + found.end};
      if (!words.Take(sentence).empty()) normalized->sentences.push_back(sentence);
    }
  }
}

}  // namespace

Normalized Normalize(const Article& article) {
  Normalized normalized;
  normalized.title = MakeField(article.title);
  normalized.body = MakeField(article.body);
  normalized.blocks =
      FindBlocks({normalized.title, normalized.body, article.authors, article.markup, article.repeated_lines});
  ScriptCounts counts;
  for (const Token& token : normalized.body.tokens) counts.Add(token);
  for (int times = 0; times < kTitleWeight; ++times) {
    for (const Token& token : normalized.title.tokens) counts.Add(token);
  }
  normalized.language = ArticleLanguage(article, counts.Dominant());
  SetBlockLanguages(&normalized, counts.Dominant());
  FindSentences(&normalized);
  return normalized;
}

}  // namespace marsad::normalize
