#include "stages/decode/html/main_content.h"

#include <gumbo.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/html/rules.h"
#include "stages/decode/html/walk.h"

namespace marsad::decode {
namespace {

constexpr uint32_t kProseBytes = 80;  // a block of prose has at least so many, and links make less than a third of them
constexpr uint32_t kMostPercent = 65;

// Words of classes and ids that stand for what is no article, cut at hyphens, underscores and changes of case.
constexpr std::string_view kBoilerplateWords[] = {
    "ad",        "ads",       "advert",       "advertisement", "banner",     "breadcrumb", "breadcrumbs",
    "comment",   "comments",  "consent",      "cookie",        "cookies",    "disqus",     "donate",
    "gdpr",      "menu",      "nav",          "navigation",    "newsletter", "outbrain",   "pagination",
    "paywall",   "popular",   "popup",        "promo",         "promoted",   "recommend",  "recommended",
    "recirc",    "related",   "share",        "sharing",       "sidebar",    "social",     "sponsor",
    "sponsored", "subscribe", "subscription", "taboola",       "toolbar",    "trending",   "widget"};

bool IsLower(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

bool NamesBoilerplate(std::string_view names) {
  std::string word;
  for (size_t i = 0; i <= names.size(); ++i) {
    const char c = i < names.size() ? names[i] : ' ';
    const bool begins = IsUpper(c) && i > 0 && IsLower(names[i - 1]);
    if (begins || (!IsLower(c) && !IsUpper(c))) {
      if (std::ranges::find(kBoilerplateWords, word) != std::end(kBoilerplateWords)) return true;
      word.clear();
    }
    if (IsUpper(c)) word += static_cast<char>(c + ('a' - 'A'));
    if (IsLower(c)) word += c;
  }
  return false;
}

bool IsHeading(GumboTag tag) { return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6; }

bool IsOneOf(GumboTag tag, std::initializer_list<GumboTag> tags) { return std::ranges::find(tags, tag) != tags.end(); }

bool IsInArticle(const GumboNode& node) {
  for (const GumboNode* above = node.parent; above != nullptr; above = above->parent) {
    if (above->type == GUMBO_NODE_ELEMENT && above->v.element.tag == GUMBO_TAG_ARTICLE) return true;
  }
  return false;
}

// By its tag alone.
bool IsBoilerplateTag(const GumboNode& node) {
  const GumboTag tag = node.v.element.tag;
  if (IsOneOf(tag, {GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_FOOTER})) return true;
  return tag == GUMBO_TAG_HEADER && !IsInArticle(node);
}

// By what its class and id say: a claim that does not hold where the element has most of the page's prose.
bool ClaimsBoilerplate(const GumboNode& node) {
  if (IsOneOf(node.v.element.tag, {GUMBO_TAG_HTML, GUMBO_TAG_BODY, GUMBO_TAG_MAIN, GUMBO_TAG_ARTICLE})) return false;
  return NamesBoilerplate(AttributeOf(node, "class")) || NamesBoilerplate(AttributeOf(node, "id"));
}

uint32_t CountBytes(std::string_view text) {
  return static_cast<uint32_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 0x20; }));
}

HtmlWeight& operator+=(HtmlWeight& to, const HtmlWeight& more) {
  to.text += more.text;
  to.linked += more.linked;
  to.prose += more.prose;
  to.prose_blocks += more.prose_blocks;
  to.links += more.links;
  to.linked_headings += more.linked_headings;
  return to;
}

using Weights = std::unordered_map<const GumboNode*, HtmlWeight>;

// Weighs every element of the page in one walk.
class Scale final : public HtmlVisitor {
 public:
  bool Enter(const HtmlNode& node) override {
    const HtmlRule rule = RuleFor(node);
    if (rule.flow == HtmlFlow::kLeftOut) return false;
    if (node.v.element.tag != GUMBO_TAG_BODY && IsBoilerplateTag(node)) return false;
    const bool is_linked = (!frames_.empty() && frames_.back().is_linked) || rule.mark == MarkKind::kLink;
    frames_.push_back({.node = &node,
                       .is_block = rule.flow == HtmlFlow::kBlock || rule.flow == HtmlFlow::kCell,
                       .is_linked = is_linked,
                       .weight = {}});
    return true;
  }

  void Text(std::string_view text) override {
    const uint32_t bytes = CountBytes(text);
    Frame& frame = frames_.back();
    frame.own_text += bytes;
    frame.weight.text += bytes;
    if (!frame.is_linked) return;
    frame.own_linked += bytes;
    frame.weight.linked += bytes;
  }

  void Leave() override {
    Frame frame = frames_.back();
    frames_.pop_back();
    HtmlWeight& weight = frame.weight;
    const GumboTag tag = frame.node->v.element.tag;
    if (tag == GUMBO_TAG_A && weight.linked > 0) ++weight.links;
    if (IsHeading(tag) && weight.text > 0 && weight.linked * 2 > weight.text) ++weight.linked_headings;
    if (frame.is_block && frame.own_text >= kProseBytes && frame.own_linked * 3 < frame.own_text && !IsHeading(tag)) {
      weight.prose += frame.own_text;
      ++weight.prose_blocks;
    }
    weights_[frame.node] = weight;
    if (frames_.empty()) return;
    Frame& above = frames_.back();
    above.weight += weight;
    if (frame.is_block) return;
    above.own_text += frame.own_text;
    above.own_linked += frame.own_linked;
  }

  Weights Take() { return std::move(weights_); }

 private:
  struct Frame {
    const GumboNode* node;
    bool is_block;
    bool is_linked;
    HtmlWeight weight;
    uint32_t own_text = 0;  // of a block, outside the blocks in it
    uint32_t own_linked = 0;
  };

  std::vector<Frame> frames_;
  Weights weights_;
};

Weights Weigh(const GumboNode& body) {
  Scale scale;
  WalkHtml(body, &scale);
  return scale.Take();
}

bool IsMost(uint32_t part, uint32_t whole) { return uint64_t{part} * 100 >= uint64_t{whole} * kMostPercent; }

class Finder {
 public:
  explicit Finder(const HtmlFacts& facts) : facts_(facts), weights_(Weigh(*facts.body)) {}

  HtmlMain Find() {
    HtmlMain main;
    main.element = Choose();
    main.weight = Of(*main.element);
    if (main.weight.text == 0) main.element = nullptr;
    if (main.element != nullptr) Prune(&main);
    return main;
  }

 private:
  HtmlWeight Of(const GumboNode& node) const {
    const auto found = weights_.find(&node);
    return found == weights_.end() ? HtmlWeight() : found->second;
  }

  const GumboNode* Heaviest(const std::vector<const GumboNode*>& nodes) const {
    const auto key = [&](const GumboNode* node) { return std::pair(Of(*node).prose, Of(*node).text); };
    const auto most = std::ranges::max_element(nodes, {}, key);
    return most == nodes.end() || Of(**most).text == 0 ? nullptr : *most;
  }

  const GumboNode* Choose() const {
    const uint32_t prose = Of(*facts_.body).prose;
    if (const GumboNode* body = Heaviest(facts_.bodies)) return body;
    const GumboNode* article = Heaviest(facts_.articles);
    // Comments and teasers are articles, too: of several, one must stand out.
    if (article != nullptr && (facts_.articles.size() == 1 || Of(*article).prose * 2 >= prose)) return article;
    if (facts_.main != nullptr && Of(*facts_.main).prose * 2 >= prose && prose > 0) return Descend(facts_.main);
    return Descend(facts_.body);
  }

  // The smallest element that holds most of the prose of `node`.
  const GumboNode* Descend(const GumboNode* node) const {
    const uint32_t prose = Of(*node).prose;
    while (prose > 0) {
      const GumboVector& children = node->v.element.children;
      const GumboNode* most = nullptr;
      for (unsigned int i = 0; i < children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(children.data[i]);
        if (child->type == GUMBO_NODE_ELEMENT && IsMost(Of(*child).prose, prose)) most = child;
      }
      // A single long paragraph is not the article's element: what is around it belongs to it.
      if (most == nullptr || IsOneOf(most->v.element.tag, {GUMBO_TAG_P, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE})) break;
      node = most;
    }
    return node;
  }

  // Names what inside the article's element is none.
  void Prune(HtmlMain* main) const {
    std::vector<const GumboNode*> open = {main->element};
    while (!open.empty()) {
      const GumboVector& children = open.back()->v.element.children;
      open.pop_back();
      for (unsigned int i = 0; i < children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(children.data[i]);
        if (child->type != GUMBO_NODE_ELEMENT) continue;
        IsBoilerplate(*child, main->weight) ? void(main->left_out.insert(child)) : open.push_back(child);
      }
    }
  }

  bool IsBoilerplate(const GumboNode& node, const HtmlWeight& whole) const {
    if (IsBoilerplateTag(node)) return true;
    const HtmlWeight weight = Of(node);
    if (ClaimsBoilerplate(node) && (whole.prose == 0 ? weight.text * 2 < whole.text : weight.prose * 2 < whole.prose)) {
      return true;
    }
    // A list or box of links.
    return IsOneOf(node.v.element.tag, {GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DIV, GUMBO_TAG_SECTION}) &&
           weight.links >= 2 && weight.linked * 3 > weight.text * 2;
  }

  const HtmlFacts& facts_;
  const Weights weights_;
};

}  // namespace

HtmlMain FindHtmlMain(const HtmlFacts& facts) { return facts.body == nullptr ? HtmlMain() : Finder(facts).Find(); }

}  // namespace marsad::decode
