#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "compute/backend.h"
#include "ui/messages.h"

namespace droplet {

/// The loss over the last steps, its terms, and the picture's mean and range: collects and draws them.
class LossPanel {
 public:
    LossPanel();
    ~LossPanel();

    /// Takes what came since the last call; `statistics` is that of the picture at `step`.
    void add(const std::vector<LossRecord>& losses);
    void add(std::int64_t step, const std::vector<ChannelStatistics>& statistics);
    /// The run began anew or went back: what is later than `step` is forgotten.
    void go_back_to(std::int64_t step);

    /// Draws the section. True when the losses are to be exported: a file is to be chosen.
    bool draw(Messages& messages);
    /// Every loss kept, as CSV: step,fidelity,edge,intensity,total,learning_rate.
    void write_csv(const std::filesystem::path& path) const;

 private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace droplet
