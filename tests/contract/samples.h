// One record of each kind with every field set, made by reflection: what is added to the contract is covered at once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/message.h>

namespace marsad::contract {

struct Sample {
  std::string name;  // of the file, e.g. "enriched"
  std::unique_ptr<google::protobuf::Message> message;
};

// EnrichedArticle and DeadLetter. Always the same values.
std::vector<Sample> Samples();

// The message in protobuf's JSON mapping, with the field names of the .proto files.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace marsad::contract
