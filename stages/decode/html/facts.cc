#include "stages/decode/html/facts.h"

#include <gumbo.h>

#include <algorithm>
#include <cstdint>

#include "stages/decode/html/class_names.h"
#include "stages/decode/html/class_roles.h"
#include "stages/decode/html/rules.h"
#include "stages/decode/html/text.h"

namespace marsad::decode {
namespace {

constexpr size_t kMaxProperties = 500;
constexpr size_t kMaxTexts = 20;  // of elements, which may lie inside each other: each is read again
constexpr size_t kMaxScripts = 100;
constexpr size_t kMaxLogo = 80;   // bytes
constexpr size_t kMaxAbove = 12;  // elements above one that are asked whether they stand beside the article
constexpr std::string_view kItemProperties[] = {"headline", "datepublished", "datemodified"};

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

// The next element after `node` in the order of the page, within the tree; null after the last. Needs no stack.
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

// Whether an address leads to the front page of its site.
bool IsFrontPage(std::string_view href) {
  if (const size_t scheme = href.find("://"); scheme != std::string_view::npos) {
    const size_t path = href.find('/', scheme + 3);
    href = path == std::string_view::npos ? "/" : href.substr(path);
  }
  return href == "/" || href == "/index.html" || href == "/index.php" || href == "./";
}

class FactsReader {
 public:
  HtmlFacts Read(const GumboNode& root) {
    facts_.language = AttributeOf(root, "lang");
    if (facts_.language.empty()) facts_.language = AttributeOf(root, "xml:lang");
    for (const GumboNode* node = &root; node != nullptr; node = Next(node)) {
      if (node->type == GUMBO_NODE_ELEMENT && node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML) Take(*node);
    }
    facts_.news = ReadNewsJsonLd(scripts_);
    for (const std::vector<const GumboNode*>* authors : {&item_authors_, &linked_authors_, &named_authors_, &lines_}) {
      facts_.authors.insert(facts_.authors.end(), authors->begin(), authors->end());
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
      default:
        break;
    }
    TakePlace(node);
    if (node.v.element.attributes.length > 0) TakeAttributes(node);
  }

  static void SetOnce(std::string_view value, std::string* to) {
    if (to->empty()) *to = value;
  }

  static void Add(const GumboNode& node, std::vector<const GumboNode*>* to) {
    if (to->size() < kMaxTexts) to->push_back(&node);
  }

  void TakePlace(const GumboNode& node) {
    switch (node.v.element.tag) {
      case GUMBO_TAG_BODY:
        facts_.body = &node;
        break;
      case GUMBO_TAG_H1:
        if (!IsLogo(node)) Add(node, &facts_.headings);
        break;
      case GUMBO_TAG_H2:
      case GUMBO_TAG_H3:
        Add(node, &facts_.lesser);
        break;
      case GUMBO_TAG_ARTICLE:
        facts_.articles.push_back(&node);
        break;
      case GUMBO_TAG_MAIN:
        if (facts_.main == nullptr) facts_.main = &node;
        break;
      case GUMBO_TAG_TIME:
        if (!AttributeOf(node, "datetime").empty()) Add(node, &facts_.times);
        break;
      case GUMBO_TAG_A:
        if (IsFrontPage(AttributeOf(node, "href"))) TakeLogo(node);
        break;
      default:
        break;
    }
  }

  void AddIfNotBeside(const GumboNode& node, std::vector<const GumboNode*>* to) const {
    if (!IsBeside(node)) Add(node, to);
  }

  void TakeAttributes(const GumboNode& node) {
    const std::string_view classes = AttributeOf(node, "class");
    const std::string_view items = AttributeOf(node, "itemprop");
    if (facts_.main == nullptr && AttributeOf(node, "role") == "main") facts_.main = &node;
    if (!items.empty()) TakeItem(node, items);
    if (HasToken(items, "author")) {
      AddIfNotBeside(node, &item_authors_);
    } else if (HasToken(AttributeOf(node, "rel"), "author")) {
      AddIfNotBeside(node, &linked_authors_);
    }
    if (const unsigned roles = RolesOf(classes) | RolesOfControl(AttributeOf(node, "id")); roles != 0)
      TakeRoles(node, roles);
  }

  void TakeRoles(const GumboNode& node, unsigned roles) {
    if ((roles & kName) != 0) AddIfNotBeside(node, &named_authors_);
    if ((roles & kLine) != 0) AddIfNotBeside(node, &lines_);
    if ((roles & kPublished) != 0) TakeDate(node, "published");
    if ((roles & kUpdated) != 0) TakeDate(node, "updated");
    if ((roles & kLogo) != 0) TakeLogo(node);
    if ((roles & kTitle) != 0) Add(node, &facts_.titled);
    if ((roles & kText) != 0) Add(node, &facts_.texts);
  }

  // A heading of nothing but a link to the front page, or with the class of a logo on it or right above it.
  static bool IsLogo(const GumboNode& heading) {
    const GumboNode* above = heading.parent;
    for (const GumboNode* node : {&heading, above}) {
      if (node == nullptr || node->type != GUMBO_NODE_ELEMENT) continue;
      if (((RolesOf(AttributeOf(*node, "class")) | RolesOf(AttributeOf(*node, "id"))) & kLogo) != 0) return true;
    }
    const GumboVector& children = heading.v.element.children;
    for (unsigned int i = 0; i < children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(children.data[i]);
      if (child->type == GUMBO_NODE_TEXT) return false;
      if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_A) {
        return IsFrontPage(AttributeOf(*child, "href"));
      }
    }
    return false;
  }

  // Whether it stands in a part of the page that is not about its article. Names of classes tell so only of an element
  // without a heading of the first level.
  bool IsBeside(const GumboNode& node) const {
    const GumboNode* above = node.parent;
    for (size_t i = 0; i < kMaxAbove && above != nullptr && above->type == GUMBO_NODE_ELEMENT; ++i) {
      const GumboTag tag = above->v.element.tag;
      if (tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_MAIN) return false;
      if (tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_ASIDE || tag == GUMBO_TAG_FOOTER) return true;
      const HtmlClaim claim = ClaimOf(*above);
      if ((claim == HtmlClaim::kLinks || claim == HtmlClaim::kComments) && !HoldsHeading(*above)) return true;
      above = above->parent;
    }
    return false;
  }

  // Blogs name their article by classes, inside of an element that they call a widget.
  bool HoldsHeading(const GumboNode& element) const {
    const auto is_inside = [&](const GumboNode* node) {
      while (node != nullptr && node != &element) node = node->parent;
      return node != nullptr;
    };
    return std::ranges::any_of(facts_.headings, is_inside) || std::ranges::any_of(facts_.bodies, is_inside) ||
           std::ranges::any_of(facts_.texts, is_inside);
  }

  void TakeLogo(const GumboNode& node) {
    if (logos_++ >= kMaxTexts) return;
    std::string text = TextOf(node, HtmlView()).text;
    if (!text.empty() && text.size() <= kMaxLogo) facts_.logos.push_back(std::move(text));
  }

  void TakeMeta(const GumboNode& node) {
    const std::string_view content = AttributeOf(node, "content");
    for (const std::string_view key : {"property", "name", "itemprop", "http-equiv"}) {
      const std::string_view name = AttributeOf(node, key);
      if (!name.empty() && !content.empty()) return AddProperty(LowerAscii(name), content);
    }
  }

  void AddProperty(std::string name, std::string_view value) {
    if (facts_.properties.size() < kMaxProperties) facts_.properties.emplace_back(std::move(name), value);
  }

  void TakeScript(const GumboNode& node) {
    if (!LowerAscii(AttributeOf(node, "type")).starts_with("application/ld+json")) return;
    if (scripts_.size() < kMaxScripts) scripts_.push_back({.text = RawText(node), .is_beside = IsBeside(node)});
  }

  // What an element's attributes say of its date; "" where they say nothing.
  static std::string_view DateOf(const GumboNode& node) {
    const std::string_view stated = AttributeOf(node, "datetime");
    return stated.empty() ? AttributeOf(node, "title") : stated;
  }

  void TakeDate(const GumboNode& node, std::string_view name) {
    std::string_view date = DateOf(node);
    const GumboVector& children = node.v.element.children;
    for (unsigned int i = 0; i < children.length && date.empty(); ++i) {
      const auto* child = static_cast<const GumboNode*>(children.data[i]);
      if (child->type == GUMBO_NODE_ELEMENT) date = DateOf(*child);
    }
    if (IsBeside(node)) return;
    if (!date.empty()) return AddProperty(std::string(name), date);
    if (name == "published") Add(node, &facts_.dated);
  }

  void TakeItem(const GumboNode& node, std::string_view names) {
    if (HasToken(names, "articleBody")) facts_.bodies.push_back(&node);
    for (const std::string_view name : kItemProperties) {
      if (!HasToken(names, name)) continue;
      std::string value(AttributeOf(node, "content"));
      if (value.empty()) value = AttributeOf(node, "datetime");
      if (value.empty() && node.v.element.tag == GUMBO_TAG_ABBR) value = AttributeOf(node, "title");
      if (value.empty() && texts_++ < kMaxTexts) value = TextOf(node, HtmlView()).text;
      AddProperty(std::string(name), value);
    }
  }

  HtmlFacts facts_;
  std::vector<JsonLdScript> scripts_;
  std::vector<const GumboNode*> item_authors_;
  std::vector<const GumboNode*> linked_authors_;
  std::vector<const GumboNode*> named_authors_;
  std::vector<const GumboNode*> lines_;
  size_t texts_ = 0;
  size_t logos_ = 0;
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

HtmlFacts ReadHtmlFacts(const HtmlNode& root) { return FactsReader().Read(root); }

std::vector<const HtmlNode*> Beside(const HtmlNode& node) {
  std::vector<const HtmlNode*> beside;
  const auto take = [&](const GumboNode& from, int step, int most) {
    if (from.parent == nullptr || from.parent->type != GUMBO_NODE_ELEMENT) return;
    const GumboVector& siblings = from.parent->v.element.children;
    for (auto at = static_cast<int64_t>(from.index_within_parent) + step;
         most > 0 && at >= 0 && at < static_cast<int64_t>(siblings.length); at += step) {
      const auto* sibling = static_cast<const GumboNode*>(siblings.data[at]);
      if (sibling->type != GUMBO_NODE_ELEMENT) continue;
      beside.push_back(sibling);
      --most;
    }
  };
  take(node, 1, 2);
  take(node, -1, 1);
  if (node.parent != nullptr && node.parent->type == GUMBO_NODE_ELEMENT) take(*node.parent, 1, 1);
  return beside;
}

const HtmlNode* FindElement(const HtmlNode& root, std::string_view name, std::string_view token) {
  for (const GumboNode* node = &root; node != nullptr; node = Next(node)) {
    if (node->type == GUMBO_NODE_ELEMENT && HasToken(AttributeOf(*node, name), token)) return node;
  }
  return nullptr;
}

}  // namespace marsad::decode
