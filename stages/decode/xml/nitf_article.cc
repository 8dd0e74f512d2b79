#include "stages/decode/xml/nitf_article.h"

#include <algorithm>
#include <utility>

#include "stages/decode/article/byline.h"
#include "stages/decode/article/pub_status.h"
#include "stages/decode/trim.h"
#include "stages/decode/xml/fields.h"
#include "stages/decode/xml/names.h"
#include "stages/decode/xml/text.h"

namespace marsad::decode {
namespace {

using Checked = OrRefusal<void>;

std::string ValueOf(const XmlElement* element, std::string_view name) {
  const std::string* value = element == nullptr ? nullptr : element->Attribute(name);
  return value == nullptr ? std::string() : std::string(Trim(*value));
}

const XmlElement* Path(const XmlElement& from, std::initializer_list<std::string_view> names) {
  const XmlElement* at = &from;
  for (const std::string_view name : names) {
    if (at != nullptr) at = Child(*at, name);
  }
  return at;
}

// The element's text as one line without markup. What controls it held `draft` counts.
OrRefusal<std::string> LineOf(const XmlElement* element, Draft* draft) {
  if (element == nullptr) return std::string();
  OrRefusal<RichText> text = ReadHtmlFragment(HtmlInside(*element));
  if (!text) return tl::unexpected(std::move(text.error()));
  draft->controls += text->controls;
  std::replace(text->text.begin(), text->text.end(), '\n', ' ');
  return std::move(text->text);
}

// <person> in a byline names an author; without one the line does, without the word before the name.
void TakeAuthors(const XmlElement& byline, std::string_view line, Draft* draft) {
  for (const XmlNode& node : byline.children) {
    if (node.element == nullptr || node.element->name != "person") continue;
    if (std::string name = AuthorIn(TrimmedText(node.element)); !name.empty())
      draft->authors.push_back(std::move(name));
  }
  if (std::string name = AuthorIn(line); draft->authors.empty() && !name.empty())
    draft->authors.push_back(std::move(name));
}

// Lines that stand above the text, from the one next to it upwards.
Checked PutHead(const XmlElement& head, Draft* draft) {
  OrRefusal<std::string> dateline = LineOf(Child(head, "dateline"), draft);
  if (!dateline) return tl::unexpected(std::move(dateline.error()));
  PrependMarked(MarkKind::kDateline, *dateline, draft);
  if (const XmlElement* byline = Child(head, "byline")) {
    OrRefusal<std::string> line = LineOf(byline, draft);
    if (!line) return tl::unexpected(std::move(line.error()));
    TakeAuthors(*byline, *line, draft);
    PrependMarked(MarkKind::kByline, *line, draft);
  }
  OrRefusal<std::string> second = LineOf(Path(head, {"hedline", "hl2"}), draft);
  if (!second) return tl::unexpected(std::move(second.error()));
  PrependMarked(MarkKind::kHeading, *second, draft);
  return {};
}

Checked PutBody(const XmlElement& body, Draft* draft) {
  std::string html;
  for (const XmlNode& node : body.children) {
    const bool is_text =
        node.element != nullptr && (node.element->name == "body.content" || node.element->name == "body.end");
    if (is_text) html += "<div>" + HtmlInside(*node.element) + "</div>";
  }
  OrRefusal<RichText> text = ReadHtmlFragment(html);
  if (!text) return tl::unexpected(std::move(text.error()));
  TakeBody(std::move(*text), draft);
  const XmlElement* head = Child(body, "body.head");
  if (head == nullptr) return {};
  if (draft->body.empty()) {
    if (const XmlElement* abstract = Child(*head, "abstract")) {
      OrRefusal<RichText> instead = ReadHtmlFragment(HtmlInside(*abstract));
      if (!instead) return tl::unexpected(std::move(instead.error()));
      TakeBody(std::move(*instead), draft);
    }
  }
  OrRefusal<std::string> title = LineOf(Path(*head, {"hedline", "hl1"}), draft);
  if (!title) return tl::unexpected(std::move(title.error()));
  draft->title = std::move(*title);
  return PutHead(*head, draft);
}

void TakeUrgency(const std::string& urgency, Draft* draft) {
  if (urgency.size() == 1 && urgency[0] >= '1' && urgency[0] <= '9') {
    draft->urgency = static_cast<uint32_t>(urgency[0] - '0');
  } else if (!urgency.empty()) {
    NoteIgnored("urgency: not from 1 to 9: " + Quote(urgency), draft);
  }
}

Checked TakeDocdata(const XmlElement& docdata, Draft* draft) {
  draft->uri = ValueOf(Child(docdata, "doc-id"), "id-string");
  if (const std::string status = ValueOf(&docdata, "management-status"); !status.empty())
    TakeStatus("management-status", status, draft);
  TakeUrgency(ValueOf(Child(docdata, "urgency"), "ed-urg"), draft);
  const std::string issued = ValueOf(Child(docdata, "date.issue"), "norm");
  if (!issued.empty()) TakeDate("date.issue", issued, &draft->published, draft);
  const std::string released = ValueOf(Child(docdata, "date.release"), "norm");
  if (!released.empty()) {
    draft->embargoed_until = ParseMoment(released);
    if (!draft->embargoed_until) {
      return Refuse(Fault::kBadField, "\"date.release\" is " + Quote(released) +
                                          "; allowed is a date and time such as 20261103T143000+0300");
    }
  }
  if (const XmlElement* keys = Child(docdata, "key-list")) {
    for (const XmlNode& node : keys->children) {
      if (node.element == nullptr || node.element->name != "keyword") continue;
      if (std::string key = ValueOf(node.element, "key"); !key.empty())
        draft->subjects.push_back({.uri = {}, .name = std::move(key)});
    }
  }
  return {};
}

void TakeTobject(const XmlElement& tobject, Draft* draft) {
  for (const XmlNode& node : tobject.children) {
    if (node.element == nullptr || node.element->name != "tobject.subject") continue;
    Draft::Subject subject{.uri = {}, .name = ValueOf(node.element, "tobject.subject.matter")};
    if (subject.name.empty()) subject.name = ValueOf(node.element, "tobject.subject.type");
    if (const std::string code = ValueOf(node.element, "tobject.subject.refnum"); !code.empty()) {
      subject.uri = "subj:" + code;
    }
    if (!subject.name.empty() || !subject.uri.empty()) draft->subjects.push_back(std::move(subject));
  }
}

}  // namespace

OrRefusal<Draft> ReadNitfText(const XmlElement& nitf) {
  Draft draft;
  if (const XmlElement* body = Child(nitf, "body")) {
    if (Checked put = PutBody(*body, &draft); !put) return tl::unexpected(std::move(put.error()));
  }
  if (draft.title.empty()) draft.title = TrimmedText(Path(nitf, {"head", "title"}));
  return draft;
}

OrRefusal<Draft> ReadNitf(const XmlElement& nitf) {
  OrRefusal<Draft> draft = ReadNitfText(nitf);
  if (!draft) return draft;
  draft->language = LanguageOf(nitf);
  const XmlElement* head = Child(nitf, "head");
  if (head == nullptr) return draft;
  if (const XmlElement* docdata = Child(*head, "docdata")) {
    if (Checked taken = TakeDocdata(*docdata, &*draft); !taken) return tl::unexpected(std::move(taken.error()));
  }
  if (const XmlElement* tobject = Child(*head, "tobject")) TakeTobject(*tobject, &*draft);
  const XmlElement* distributor = Path(nitf, {"body", "body.head", "distributor"});
  draft->source_name = TrimmedText(distributor);
  if (draft->source_name.empty()) draft->source_name = ValueOf(Child(*head, "pubdata"), "name");
  const std::string address = ValueOf(Child(*head, "pubdata"), "ex-ref");
  if (IsWebAddress(address)) draft->url = address;
  return draft;
}

}  // namespace marsad::decode
