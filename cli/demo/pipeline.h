// A broker within this process and every stage around it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lib/app/service.h"
#include "lib/base/result.h"
#include "lib/kafka/embedded_broker.h"
#include "lib/kafka/options.h"

namespace marsad::cli {

// Largest record that the embedded broker takes is about 1 MB, and an article grows to some four times its size.
inline constexpr size_t kDemoRawBytes = 200'000;

// Everything ends, in order, with the object. Not thread-safe.
class DemoPipeline {
 public:
  // `state_dir` is an empty directory for the crash journals.
  static Result<std::unique_ptr<DemoPipeline>> Start(const std::filesystem::path& state_dir);
  ~DemoPipeline();

  // Whether every stage has its partitions.
  bool Ready() const;
  // Ends the stages; fails with the name of a stage that did not end in order.
  Result<void> Stop();

  kafka::Properties properties() const;

 private:
  DemoPipeline() = default;
  Result<void> StartAll(const std::filesystem::path& state_dir);

  std::unique_ptr<kafka::EmbeddedBroker> broker_;
  struct Stage {
    std::string name;
    std::unique_ptr<app::Service> service;
  };
  std::vector<Stage> stages_;
};

}  // namespace marsad::cli
