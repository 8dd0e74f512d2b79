#include "stages/decode/xml/names.h"
#include "stages/decode/trim.h"

#include <libxml/uri.h>
#include <libxml/xmlmemory.h>

#include <algorithm>
#include <memory>

namespace marsad::decode {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

struct Space {
  std::string_view uri;  // without scheme and without / or # at the end, in lower case
  std::string_view prefix;
  Vocabulary vocabulary;
};

constexpr Space kSpaces[] = {
    {"www.w3.org/2005/atom", "atom", Vocabulary::kNews},
    {"purl.org/atom/ns", "atom03", Vocabulary::kNews},
    {"purl.org/rss/1.0", "rss", Vocabulary::kNews},
    {"my.netscape.com/rdf/simple/0.9", "", Vocabulary::kNews},
    {"channel.netscape.com/rdf/simple/0.9", "", Vocabulary::kNews},
    {"my.netscape.com/publish/formats/rss-0.91.dtd", "", Vocabulary::kNews},
    {"purl.org/net/rss1.1", "", Vocabulary::kNews},
    {"backend.userland.com/rss2", "", Vocabulary::kNews},
    {"backend.userland.com/rss", "", Vocabulary::kNews},
    {"blogs.law.harvard.edu/tech/rss", "", Vocabulary::kNews},
    {"purl.org/dc/elements/1.1", "dc", Vocabulary::kDublinCore},
    {"purl.org/dc/elements/1.0", "", Vocabulary::kDublinCore},
    {"purl.org/dc/terms", "dcterms", Vocabulary::kDublinTerms},
    {"purl.org/rss/1.0/modules/content", "content", Vocabulary::kContent},
    {"search.yahoo.com/mrss", "media", Vocabulary::kMedia},
    {"www.itunes.com/dtds/podcast-1.0.dtd", "itunes", Vocabulary::kItunes},
    {"rssnamespace.org/feedburner/ext/1.0", "feedburner", Vocabulary::kFeedburner},
    {"purl.org/atompub/tombstones/1.0", "at", Vocabulary::kTombstone},
    {"news.yandex.ru", "yandex", Vocabulary::kPortal},
    {"turbo.yandex.ru", "turbo", Vocabulary::kPortal},
    {"news.rambler.ru", "rambler", Vocabulary::kPortal},
    {"news.mail.ru", "mailru", Vocabulary::kPortal},
    {"www.w3.org/1999/xhtml", "xhtml", Vocabulary::kXhtml},
    {"www.w3.org/1999/02/22-rdf-syntax-ns", "rdf", Vocabulary::kRdf},
};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool IsLetter(char c) { return Lower(c) >= 'a' && Lower(c) <= 'z'; }

bool IsSchemeByte(char c) { return IsLetter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'; }

// Feeds write http for https, and end the same URI with / or without.
std::string_view Bare(std::string_view uri) {
  const size_t scheme = uri.find("://");
  if (scheme != std::string_view::npos) uri.remove_prefix(scheme + 3);
  return uri.substr(0, uri.find_last_not_of("/#") + 1);
}

struct XmlStringDeleter {
  void operator()(xmlChar* text) const { xmlFree(text); }
};

// RFC 3986, 5.2. Empty if one of the two is no reference.
std::string Resolve(const std::string& reference, const std::string& base) {
  const std::unique_ptr<xmlChar, XmlStringDeleter> resolved(
      xmlBuildURI(reinterpret_cast<const xmlChar*>(reference.c_str()), reinterpret_cast<const xmlChar*>(base.c_str())));
  return resolved == nullptr ? std::string() : reinterpret_cast<const char*>(resolved.get());
}

// The xml:base that holds for `element`, else `base`; each is relative to the one around it. What a page would not have is
// not followed: a feed of a thousand items must not make a thousand long walks.
std::string BaseOf(const XmlElement& element, const std::string& base) {
  constexpr size_t kMaxNested = 8;
  constexpr size_t kMaxBytes = 1024;
  std::vector<const std::string*> relative;  // the innermost first
  std::string holds = base;
  for (const XmlElement* e = &element; e != nullptr && relative.size() < kMaxNested; e = e->parent) {
    const std::string* own = e->Attribute("base", kXmlSpace);
    if (own == nullptr || own->empty() || own->size() > kMaxBytes) continue;
    if (HasScheme(*own)) {
      holds = *own;
      break;
    }
    relative.push_back(own);
  }
  for (auto own = relative.rbegin(); own != relative.rend() && !holds.empty(); ++own) holds = Resolve(**own, holds);
  return holds;
}

bool IsHollow(const XmlElement& element) {
  return std::all_of(element.children.begin(), element.children.end(), [](const XmlNode& node) {
    return node.element == nullptr && node.text.find_first_not_of(kBlanks) == std::string::npos;
  });
}

}  // namespace

Vocabulary VocabularyOf(const XmlElement& element) {
  if (element.space.empty()) {
    if (element.prefix.empty()) return Vocabulary::kNews;
    const auto* found = std::ranges::find(kSpaces, element.prefix, &Space::prefix);
    return found == std::end(kSpaces) ? Vocabulary::kOther : found->vocabulary;
  }
  const std::string_view uri = Bare(element.space);
  const auto* found = std::ranges::find_if(kSpaces, [&](const Space& space) { return SameName(space.uri, uri); });
  if (found != std::end(kSpaces)) return found->vocabulary;
  const XmlElement* root = &element;
  while (root->parent != nullptr) root = root->parent;
  return root->space == element.space ? Vocabulary::kNews : Vocabulary::kOther;
}

bool SameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return Lower(x) == Lower(y); });
}

bool IsNamed(const XmlElement& element, const XmlName& name) {
  return SameName(element.name, name.name) && VocabularyOf(element) == name.vocabulary;
}

const XmlElement* FirstChild(const XmlElement& element, std::initializer_list<XmlName> names) {
  for (const XmlName& name : names) {
    for (const XmlNode& node : element.children) {
      if (node.element != nullptr && IsNamed(*node.element, name) && !IsHollow(*node.element)) return node.element;
    }
  }
  return nullptr;
}

std::vector<const XmlElement*> Children(const XmlElement& element, std::initializer_list<XmlName> names) {
  std::vector<const XmlElement*> found;
  for (const XmlNode& node : element.children) {
    if (node.element != nullptr &&
        std::any_of(names.begin(), names.end(), [&](const XmlName& name) { return IsNamed(*node.element, name); })) {
      found.push_back(node.element);
    }
  }
  return found;
}

const XmlElement* Child(const XmlElement& element, std::string_view name) {
  for (const XmlNode& node : element.children) {
    if (node.element != nullptr && node.element->name == name) return node.element;
  }
  return nullptr;
}

std::string TrimmedText(const XmlElement* element) {
  return element == nullptr ? std::string() : std::string(Trim(element->Text()));
}

std::string LanguageOf(const XmlElement& element) {
  for (const XmlElement* e = &element; e != nullptr; e = e->parent) {
    if (const std::string* language = e->Attribute("lang", kXmlSpace)) return std::string(Trim(*language));
  }
  return {};
}

std::string AbsoluteAddress(std::string_view reference, const XmlElement& element, const std::string& base) {
  std::string address(Trim(reference));
  if (address.empty() || HasScheme(address)) return address;
  const std::string holds = BaseOf(element, base);
  if (!HasScheme(holds)) return {};
  return Resolve(address, holds);
}

bool HasScheme(std::string_view text) {
  const size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 1 && IsLetter(text[0]) &&
         std::all_of(text.begin(), text.begin() + static_cast<ptrdiff_t>(colon), IsSchemeByte);
}

bool IsWebAddress(std::string_view text) {
  const std::string_view scheme = text.substr(0, text.find("://"));
  return SameName(scheme, "http") || SameName(scheme, "https");
}

}  // namespace marsad::decode
