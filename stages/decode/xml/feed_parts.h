// What feeds and their items say in the same way: titles, links, people.
#pragma once

#include <string>
#include <vector>

#include "stages/decode/article/draft.h"
#include "stages/decode/html/text.h"
#include "stages/decode/xml/document.h"

namespace marsad::decode {

// What items take from the feed that they stand in.
struct Feed {
  std::string name = {};
  std::string link = {};      // of the site, for people
  std::string identity = {};  // of the feed itself; empty: it has none
  std::string language = {};
  std::vector<std::string> authors = {};
};

// Of RSS's channel, Atom's feed, or the <source> of an Atom entry.
Feed DescribeFeed(const XmlElement& channel);

// Null if there is none.
const XmlElement* TitleOf(const XmlElement& element);
const XmlElement* LanguageElement(const XmlElement& element);

// An attribute without the white space around it; of none nothing.
std::string ValueOf(const std::string* attribute);

// An element of RSS or Atom as text: plain, HTML or XHTML by what its attributes say, else by its looks. What is no text
// is named in `draft`.
OrRefusal<RichText> ReadRich(const XmlElement& element, Draft* draft);

// The address for people, absolute by xml:base or `base`; of several Atom links the first that is HTML or does not say.
std::string LinkOf(const XmlElement& element, const std::string& base);

// At most 64.
std::vector<std::string> AuthorsOf(const XmlElement& element);

}  // namespace marsad::decode
