#include "ui/loss_panel.h"

namespace droplet {

struct LossPanel::Data {};

LossPanel::LossPanel() = default;
LossPanel::~LossPanel() = default;
void LossPanel::add(const std::vector<LossRecord>&) {}
void LossPanel::add(std::int64_t, const std::vector<ChannelStatistics>&) {}
void LossPanel::go_back_to(std::int64_t) {}
bool LossPanel::draw(Messages&) {
    return false;
}
void LossPanel::write_csv(const std::filesystem::path&) const {}

}  // namespace droplet
