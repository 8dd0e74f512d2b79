#include "cli/demo/pipeline.h"

#include <fmt/format.h>

#include "marsad/config/v1/config.pb.h"
#include "stages/table.h"

namespace marsad::cli {
namespace {

// One, so that articles reach cluster in the order in which they were sent: the demo tells the same stories each time.
constexpr int kPartitions = 1;

config::v1::Config ConfigOf(const kafka::EmbeddedBroker& broker, const std::filesystem::path& state_dir,
                            std::string_view stage) {
  config::v1::Config config;
  config.add_stages(std::string(stage));
  config.set_pipeline("demo");
  (*config.mutable_kafka())["bootstrap.servers"] = broker.bootstrap_servers();
  config.set_ordinal("0");
  config.set_state_dir(state_dir.string());
  config.set_static_membership(false);  // the embedded broker keeps a restarted static member waiting
  config.mutable_http()->set_listen("");
  config.mutable_log()->set_level("error");
  config.mutable_log()->set_format("text");
  config.mutable_batch()->set_window_ms(20);
  config.mutable_limits()->set_raw_bytes(kDemoRawBytes);
  config.mutable_limits()->set_enriched_bytes(900'000);
  config.mutable_limits()->set_dead_bytes(950'000);
  return config;
}

}  // namespace

Result<std::unique_ptr<DemoPipeline>> DemoPipeline::Start(const std::filesystem::path& state_dir) {
  std::unique_ptr<DemoPipeline> pipeline(new DemoPipeline);
  if (Result<void> started = pipeline->StartAll(state_dir); !started) return tl::unexpected(started.error());
  return pipeline;
}

Result<void> DemoPipeline::StartAll(const std::filesystem::path& state_dir) {
  Result<std::unique_ptr<kafka::EmbeddedBroker>> broker = kafka::StartEmbeddedBroker();
  if (!broker) return tl::unexpected(broker.error());
  broker_ = std::move(*broker);
  const app::StageTable table = stages::Table();
  for (const kafka::TopicNeed& topic : app::PipelineTopics(config::v1::Config(), table)) {
    const int partitions = topic.partitions > 0 ? topic.partitions : kPartitions;
    if (Result<void> made = broker_->CreateTopic(topic.name, partitions); !made) return made;
  }
  for (const app::StageEntry& entry : table) {
    std::filesystem::path own = state_dir / entry.name;
    std::filesystem::create_directories(own);
    auto service = app::Service::Start(ConfigOf(*broker_, own, entry.name), table);
    if (!service) return Fail(fmt::format("{}: {}", entry.name, service.error().message));
    stages_.push_back({std::string(entry.name), std::move(*service)});
  }
  return {};
}

DemoPipeline::~DemoPipeline() { (void)Stop(); }

bool DemoPipeline::Ready() const {
  for (const Stage& stage : stages_) {
    if (!stage.service->Ready()) return false;
  }
  return true;
}

Result<void> DemoPipeline::Stop() {
  for (const Stage& stage : stages_) stage.service->Stop();
  Result<void> result;
  for (const Stage& stage : stages_) {
    int code = stage.service->Wait();
    if (code != 0) result = Fail(fmt::format("{} ended with code {}", stage.name, code));
  }
  stages_.clear();
  return result;
}

kafka::Properties DemoPipeline::properties() const { return {{"bootstrap.servers", broker_->bootstrap_servers()}}; }

}  // namespace marsad::cli
