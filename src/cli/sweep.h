#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/contact_sheet.h"
#include "cli/options.h"
#include "cli/param_flags.h"
#include "cli/preset_flag.h"
#include "model/preset.h"

namespace droplet {

/// `droplet sweep INPUT --k 0.02:0.3:6 --rate 0.05:0.25:5 --steps N -o sheet.png`: a labelled contact sheet
/// of what one or two parameters do.
class SweepCommand {
 public:
    explicit SweepCommand(CLI::App& app);

    /// What is swept, of a flag or the preset; diffuse if neither says.
    Process process(const PresetFlag& preset) const;
    /// `words` are those of the command line. Returns the exit status; throws Error.
    int run(const CommonOptions& common, const PresetFlag& preset,
            const std::vector<std::string>& words) const;

    /// Cells of a sheet, and its pixels, at most.
    static constexpr int most_cells = 1024;
    static constexpr std::int64_t most_pixels = 64'000'000;

 private:
    /// What a cell is made of.
    struct Cell {
        Preset preset;
        int steps = 0;
    };
    /// A row of a table that may be swept.
    struct Row {
        std::string_view key, label;
        Process process = Process::none;  ///< whose table; none: that of the job
        Flag flag;
        std::function<std::vector<std::string>(const std::string&)> values;
        std::function<void(Cell&, const std::string&)> set;
    };
    /// A row that takes several values, which become the columns or the rows of the sheet.
    struct Axis {
        const Row* row = nullptr;
        std::vector<std::string> values;
        std::size_t place = 0;  ///< of its flag on the command line
    };
    struct Plan {
        Cell base;               ///< with what has one value
        std::vector<Axis> axes;  ///< columns, then rows
        std::string fixed;       ///< the parameters of one value, in words

        int columns() const { return axes.empty() ? 1 : static_cast<int>(axes[0].values.size()); }
        int rows() const { return axes.size() < 2 ? 1 : static_cast<int>(axes[1].values.size()); }
        Cell cell(int column, int row) const;
    };

    template <class P>
    void add_rows(CLI::App& app, P Preset::*member, Process process);
    void add_steps(CLI::App& app);
    std::string output() const;
    Preset start_preset(const PresetFlag& preset) const;
    Plan plan(const PresetFlag& preset, const std::vector<std::string>& words) const;
    void apply(Plan& plan, const Row& row, const std::vector<std::string>& words) const;
    void refuse_foreign(const Preset& preset) const;
    void check(const Plan& plan, const PresetFlag& preset) const;
    SheetText sheet_text(const Plan& plan) const;

    Flag input_, output_, process_;
    ParamFlags<SheetParams> sheet_;
    std::vector<Row> rows_;
};

}  // namespace droplet
