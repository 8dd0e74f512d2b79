#include "stages/decode/html/live_blog.h"

#include <gumbo.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>

#include "stages/decode/html/class_names.h"
#include "stages/decode/html/rules.h"
#include "stages/decode/html/text.h"
#include "stages/decode/html/values.h"

namespace marsad::decode {
namespace {

constexpr int kMostLevels = 4;      // between the posts and the page's heading
constexpr uint32_t kSentence = 20;  // bytes of an opening that is shorter than prose

bool IsInside(const HtmlNode* node, const HtmlNode& element) {
  while (node != nullptr && node != &element) node = node->parent;
  return node != nullptr;
}

size_t BeginOf(const HtmlNode& node) { return node.v.element.start_pos.offset; }

// The last heading before the posts; null: none.
const HtmlNode* HeadingBefore(const HtmlNode& posts, const HtmlFacts& facts) {
  const HtmlNode* last = nullptr;
  for (const HtmlNode* heading : facts.headings) {
    const bool is_later = last == nullptr || BeginOf(*heading) > BeginOf(*last);
    if (BeginOf(*heading) < BeginOf(posts) && is_later) last = heading;
  }
  return last;
}

bool EndsASentence(std::string_view text) {
  constexpr std::string_view kEnds[] = {".", "!", "\u06D4", "\u3002", "\u061F", "?", "\u0964", "\u2026", "\u00BB"};
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return text.ends_with(end); });
}

// Whether it holds prose or a sentence, no menu, form or comment.
bool IsOpening(const HtmlNode& node, const HtmlScale& scale) {
  if (node.type != GUMBO_NODE_ELEMENT || ClaimOf(node) != HtmlClaim::kNone || IsDialog(node)) return false;
  const HtmlWeight weight = scale.Of(node);
  if (weight.controls > 0 || weight.linked_headings > 0 || weight.linked * 3 > weight.text) return false;
  if (weight.prose > 0) return true;
  return weight.text >= kSentence && EndsASentence(TextOf(node, HtmlView()).text);
}

void AddLine(const std::string& text, MarkKind mark, Draft* draft) {
  if (text.empty()) return;
  if (!draft->body.empty()) draft->body += '\n';
  const auto begin = static_cast<uint32_t>(draft->body.size());
  draft->body += text;
  if (text.find('\n') != std::string::npos) return;  // several paragraphs
  draft->markup.push_back({.kind = mark, .begin = begin, .end = static_cast<uint32_t>(draft->body.size())});
}

}  // namespace

bool IsLiveBlog(const HtmlFacts& facts) {
  return std::ranges::any_of(facts.news, [](const NewsItem& news) { return !news.updates.empty(); });
}

std::vector<const HtmlNode*> OpeningBefore(const HtmlNode& posts, const HtmlFacts& facts, const HtmlScale& scale) {
  std::vector<const HtmlNode*> opening;
  const HtmlNode* heading = HeadingBefore(posts, facts);
  if (heading == nullptr || IsInside(heading, posts)) return opening;
  const HtmlNode* inner = &posts;
  for (int level = 0; level < kMostLevels && inner->parent->type == GUMBO_NODE_ELEMENT; ++level) {
    const GumboVector& siblings = inner->parent->v.element.children;
    std::vector<const HtmlNode*> outer;
    for (size_t i = 0; i < inner->index_within_parent; ++i) {
      const auto* sibling = static_cast<const HtmlNode*>(siblings.data[i]);
      if (!IsOpening(*sibling, scale)) continue;
      if (BeginOf(*sibling) > BeginOf(*heading) || IsInside(heading, *sibling)) outer.push_back(sibling);
    }
    opening.insert(opening.begin(), outer.begin(), outer.end());
    inner = inner->parent;
    if (IsInside(heading, *inner)) break;
  }
  return opening;
}

void PrependOpening(std::string_view opening, Draft* draft) {
  const auto shift = static_cast<uint32_t>(opening.size() + 1);
  for (Marked& mark : draft->markup) {
    mark.begin += shift;
    mark.end += shift;
  }
  draft->body.insert(0, std::string(opening) + '\n');
}

void AddUpdates(const std::vector<NewsItem::Update>& updates, Draft* draft) {
  for (const NewsItem::Update& update : updates) {
    const std::string text = PlainText(update.body.empty() ? update.headline : update.body).text;
    if (WithoutBlanks(text).empty() || Holds(draft->body, text)) continue;
    if (!update.body.empty()) AddLine(PlainLine(update.headline), MarkKind::kHeading, draft);
    AddLine(text, MarkKind::kParagraph, draft);
  }
}

}  // namespace marsad::decode
