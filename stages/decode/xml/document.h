// XML as a tree, read so that no input can cost more than its size: entities, DTD and network are off.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/refusal.h"

namespace marsad::decode {

// Attributes of one element, and namespace declarations in force at one place: libxml2 compares each with all others.
inline constexpr size_t kMaxXmlAttributes = 256;

struct XmlAttribute {
  std::string_view space;  // URI of the namespace; empty: none
  std::string_view name;   // without prefix
  std::string value;
};

struct XmlElement;

// One of the two: an element, or a run of text with references resolved.
struct XmlNode {
  const XmlElement* element = nullptr;
  std::string text = {};
};

// Names and namespaces live as long as the document.
struct XmlElement {
  std::string_view space;   // URI of the namespace; empty: none, or the prefix was never declared
  std::string_view prefix;  // as written: all that is left of a namespace that nobody declared
  std::string_view name;    // without prefix
  const XmlElement* parent = nullptr;
  std::vector<XmlAttribute> attributes = {};
  std::vector<XmlNode> children = {};
  bool cut = false;  // the text ended inside it

  // The attribute of that name without a namespace, or in `attribute_space`; null if there is none.
  const std::string* Attribute(std::string_view attribute_name, std::string_view attribute_space = {}) const;
  // All text inside, of elements inside too, as it stands.
  std::string Text() const;
  // As it was written: dc:title.
  std::string QualifiedName() const;
};

// Movable; immutable after parsing.
class XmlDocument {
 public:
  // Reads `text`, valid UTF-8; an encoding that it declares is not looked at. What is not well-formed is mended first
  // (see mend.h). Refused: a DTD that declares entities or attributes (nothing is ever expanded), nesting and
  // attributes over the limits, and what mending does not make XML. `max_depth` is in levels of elements (limits.nesting;
  // libxml2 itself ends at 256). May be called in any thread.
  static OrRefusal<XmlDocument> Parse(std::string_view text, size_t max_depth);

  const XmlElement& root() const { return elements_.front(); }
  // What was mended and where it began, for a person; empty: the text was well-formed.
  const std::string& mended() const { return mended_; }
  uint32_t repairs() const { return repairs_; }  // U+FFFD put in for references to characters that do not exist

 private:
  friend class XmlTreeBuilder;
  std::shared_ptr<void> names_;      // libxml2's dictionary
  std::deque<XmlElement> elements_;  // in the order of their start tags; pointers to them stay
  std::string mended_;
  uint32_t repairs_ = 0;
};

inline constexpr std::string_view kXmlSpace = "http://www.w3.org/XML/1998/namespace";

}  // namespace marsad::decode
