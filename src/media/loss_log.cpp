#include "media/loss_log.h"

#include <fmt/format.h>

#include <filesystem>

namespace droplet {

LossLog::LossLog(const std::string& path) : path_(path) {
    start();
}

void LossLog::start() {
    file_.reset();
    file_.emplace(path_);
    std::error_code ignored;
    is_file_ = path_ != "-" && std::filesystem::is_regular_file(file_->temporary_path(), ignored);
    write("step,fidelity,edge,intensity,total,learning_rate\n");
}

void LossLog::write(const std::string& text) {
    file_->write({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

void LossLog::add(std::span<const LossRecord> records) {
    for (const LossRecord& r : records) {
        if (r.step <= last_step_ && is_file_) start();
        write(fmt::format("{},{},{},{},{},{}\n", r.step, r.fidelity, r.edge, r.intensity, r.total(),
                          r.learning_rate));
        last_step_ = r.step;
    }
}

void LossLog::commit() {
    file_->commit();
}

}  // namespace droplet
