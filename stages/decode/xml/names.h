// Names of elements in the formats of news. Elements are told apart by the URI of their namespace, never by its prefix;
// only if a text forgot to declare a namespace the customary prefix stands for it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/xml/document.h"

namespace marsad::decode {

enum class Vocabulary {
  kNews,  // RSS and Atom of all versions, CDF, what is in no namespace, and in whatever namespace the root is
  kDublinCore,
  kDublinTerms,
  kContent,  // RSS 1.0's module "content"
  kMedia,    // Media RSS
  kItunes,
  kFeedburner,
  kTombstone,  // RFC 6721
  kPortal,     // what Russian portals ask of those whose feeds they take: Yandex, Rambler, Mail.ru
  kXhtml,
  kRdf,
  kOther,
};

Vocabulary VocabularyOf(const XmlElement& element);

struct XmlName {
  Vocabulary vocabulary;
  std::string_view name;  // in lower case
};

// Letters of ASCII count alike in both cases: RSS has pubDate, feeds have pubdate, CDF has PUBDATE.
bool SameName(std::string_view a, std::string_view b);
bool IsNamed(const XmlElement& element, const XmlName& name);

// The first child of that name, of an earlier name rather than of a later one, that holds text or an element; null: none.
const XmlElement* FirstChild(const XmlElement& element, std::initializer_list<XmlName> names);
// All children of these names, in the order of the text.
std::vector<const XmlElement*> Children(const XmlElement& element, std::initializer_list<XmlName> names);
// The first child of that local name, exactly, in whatever namespace; null: none.
const XmlElement* Child(const XmlElement& element, std::string_view name);

// Text without the white space around it; of no element nothing.
std::string TrimmedText(const XmlElement* element);

// The language of xml:lang that holds for `element`; empty: none.
std::string LanguageOf(const XmlElement& element);

// `reference` as an absolute address, by the xml:base that holds for `element`, else by `base`; empty if it stays
// relative. What cannot be resolved by RFC 3986 is taken as it is where it is absolute.
std::string AbsoluteAddress(std::string_view reference, const XmlElement& element, const std::string& base);

// Whether it begins with a scheme, such as https: or urn:.
bool HasScheme(std::string_view text);
// Whether people can open it: http or https.
bool IsWebAddress(std::string_view text);

}  // namespace marsad::decode
