#include "stages/decode/html/facts.h"

#include <gumbo.h>

#include "stages/decode/html/rules.h"
#include "stages/decode/html/text.h"

namespace marsad::decode {
namespace {

constexpr size_t kMaxProperties = 500;
constexpr size_t kMaxTexts = 20;  // of elements, which may lie inside each other: each is read again
constexpr std::string_view kItemProperties[] = {"headline", "datepublished", "datemodified", "author"};

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

// The text of an element that holds nothing but text: <title>, <script>.
std::string RawText(const GumboNode& node) {
  std::string text;
  const GumboVector& children = node.v.element.children;
  for (unsigned int i = 0; i < children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(children.data[i]);
    if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_WHITESPACE) text += child->v.text.text;
  }
  return text;
}

// The next element behind `node` in the order of the page, within the tree; null behind the last. Needs no stack.
const GumboNode* Next(const GumboNode* node) {
  if (node->type == GUMBO_NODE_ELEMENT && node->v.element.children.length > 0) {
    return static_cast<const GumboNode*>(node->v.element.children.data[0]);
  }
  for (; node->parent != nullptr && node->parent->type == GUMBO_NODE_ELEMENT; node = node->parent) {
    const GumboVector& siblings = node->parent->v.element.children;
    const size_t next = node->index_within_parent + 1;
    if (next < siblings.length) return static_cast<const GumboNode*>(siblings.data[next]);
  }
  return nullptr;
}

class Reader {
 public:
  HtmlFacts Read(const GumboNode& root) {
    facts_.language = AttributeOf(root, "lang");
    if (facts_.language.empty()) facts_.language = AttributeOf(root, "xml:lang");
    for (const GumboNode* node = &root; node != nullptr; node = Next(node)) {
      if (node->type == GUMBO_NODE_ELEMENT && node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML) Take(*node);
    }
    return std::move(facts_);
  }

 private:
  void Take(const GumboNode& node) {
    switch (node.v.element.tag) {
      case GUMBO_TAG_TITLE:
        if (facts_.title.empty()) facts_.title = RawText(node);
        return;
      case GUMBO_TAG_META:
        return TakeMeta(node);
      case GUMBO_TAG_LINK:
        if (HasToken(AttributeOf(node, "rel"), "canonical")) SetOnce(AttributeOf(node, "href"), &facts_.canonical);
        return;
      case GUMBO_TAG_BASE:
        return SetOnce(AttributeOf(node, "href"), &facts_.base);
      case GUMBO_TAG_SCRIPT:
        return TakeScript(node);
      case GUMBO_TAG_BODY:
        facts_.body = &node;
        break;
      case GUMBO_TAG_H1:
        if (facts_.headings.size() < kMaxTexts) facts_.headings.push_back(&node);
        break;
      case GUMBO_TAG_ARTICLE:
        facts_.articles.push_back(&node);
        break;
      case GUMBO_TAG_MAIN:
        if (facts_.main == nullptr) facts_.main = &node;
        break;
      default:
        if (facts_.main == nullptr && AttributeOf(node, "role") == "main") facts_.main = &node;
        break;
    }
    if (const std::string_view names = AttributeOf(node, "itemprop"); !names.empty()) TakeItem(node, names);
  }

  static void SetOnce(std::string_view value, std::string* to) {
    if (to->empty()) *to = value;
  }

  void TakeMeta(const GumboNode& node) {
    const std::string_view content = AttributeOf(node, "content");
    for (const std::string_view key : {"property", "name", "itemprop", "http-equiv"}) {
      const std::string_view name = AttributeOf(node, key);
      if (name.empty() || content.empty() || facts_.properties.size() >= kMaxProperties) continue;
      facts_.properties.emplace_back(LowerAscii(name), content);
      return;
    }
  }

  void TakeScript(const GumboNode& node) {
    if (!LowerAscii(AttributeOf(node, "type")).starts_with("application/ld+json") || facts_.news) return;
    facts_.news = ReadNewsJsonLd(RawText(node));
  }

  void TakeItem(const GumboNode& node, std::string_view names) {
    if (HasToken(names, "articleBody")) facts_.bodies.push_back(&node);
    for (const std::string_view name : kItemProperties) {
      if (!HasToken(names, name) || facts_.properties.size() >= kMaxProperties) continue;
      std::string value(AttributeOf(node, "content"));
      if (value.empty()) value = AttributeOf(node, "datetime");
      if (value.empty() && texts_++ < kMaxTexts) value = TextOf(node, {}).text;
      facts_.properties.emplace_back(name, std::move(value));
    }
  }

  HtmlFacts facts_;
  size_t texts_ = 0;
};

}  // namespace

std::string_view HtmlFacts::First(std::initializer_list<std::string_view> names) const {
  for (const std::string_view wanted : names) {
    for (const auto& [name, value] : properties) {
      if (name == wanted && value.find_first_not_of(" \t\r\n") != std::string::npos) return value;
    }
  }
  return {};
}

HtmlFacts ReadHtmlFacts(const HtmlNode& root) { return Reader().Read(root); }

}  // namespace marsad::decode
