#include "lib/record/contents.h"

#include "lib/record/record.h"
#include "lib/record/wire.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::record {
namespace {

void CountText(std::string_view text, Contents* contents) {
  if (!contents->language) contents->language.emplace();
  WireReader reader(text);
  for (RawField field; reader.Next(&field);) {
    if (field.number == v1::Text::kLanguageFieldNumber && field.delimited) contents->language = field.contents;
  }
}

void CountSummary(std::string_view summary, Contents* contents) {
  if (!contents->summary_sentences) contents->summary_sentences = 0;
  WireReader reader(summary);
  for (RawField field; reader.Next(&field);) {
    if (field.number == v1::Summary::kSentencesFieldNumber) ++*contents->summary_sentences;
  }
}

}  // namespace

Contents Count(std::string_view bytes) {
  Contents contents;
  WireReader reader(bytes);
  for (RawField field; reader.Next(&field);) {
    if (!field.delimited) continue;
    if (field.number == static_cast<uint32_t>(Field::kText)) CountText(field.contents, &contents);
    if (field.number == static_cast<uint32_t>(Field::kEntities)) ++contents.entities;
    if (field.number == static_cast<uint32_t>(Field::kSummary)) CountSummary(field.contents, &contents);
  }
  return contents;
}

}  // namespace marsad::record
