// The values along a line over the picture.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "session/readings.h"
#include "ui/actions.h"
#include "ui/picture_context.h"
#include "ui/plot.h"

namespace droplet {

/// The part of a line that lies in a picture, in the picture's own coordinates, and how far from the line's
/// beginning it begins.
struct LinePart {
    LineSegment line;
    double begin = 0;
};
/// `line` is in the source's coordinates. None where it does not cross the picture.
std::optional<LinePart> part_inside(const LineSegment& line, const PictureShape& shape);

/// What was read along a line.
struct Profile {
    Content content = Content::current;
    LineSegment line;                         ///< in the source's coordinates
    double length = 0;                        ///< in pixels
    double begin = 0, end = 0;                ///< the part of it that has values
    std::vector<std::vector<float>> samples;  ///< by channel, at equal distances from begin to end

    int count() const { return samples.empty() ? 0 : static_cast<int>(samples.front().size()); }
    double distance(int sample) const {
        return count() < 2 ? begin : begin + (end - begin) * sample / (count() - 1);
    }
    int nearest(double distance) const;
    /// In the source's coordinates.
    double x(double distance) const { return line.x0 + (line.x1 - line.x0) * distance / length; }
    double y(double distance) const { return line.y0 + (line.y1 - line.y0) * distance / length; }
};
/// distance, x, y and a column a channel; a line for each sample.
std::string profile_csv(const Profile& profile);

class LineProfile {
 public:
    /// Removes the line, or lets the next drag draw one.
    void toggle();
    bool on() const { return armed_ || line_.has_value(); }
    bool has_line() const { return line_.has_value(); }

    /// Whether a drag that begins below the mouse is this tool's.
    bool takes_drag(const PictureContext& context) const;
    /// Takes the drag and what was read. True when a line was begun.
    bool follow(const PictureContext& context);
    void request(const PictureContext& context, ReadingRequest& reading) const;
    void draw_overlay(const PictureContext& context) const;
    /// True when the profile is to be exported.
    bool draw_panel(const ActionList& actions);

    const std::optional<LineSegment>& line() const { return line_; }
    /// Empty of samples before the first.
    const Profile& profile() const { return profile_; }
    /// Throws Error.
    void write_csv(const std::filesystem::path& path) const;

 private:
    Content content(const PictureContext& context) const;
    int end_below(const PictureContext& context, const Pane& pane, ImVec2 mouse) const;
    void take_reading(const PictureContext& context);
    void point_at(const PictureContext& context);
    void draw_plot();

    std::optional<LineSegment> line_;  // between middles of pixels, in the source's coordinates
    bool armed_ = false;
    int dragged_ = -1;  // the end that the mouse holds
    Content drawn_on_ = Content::current;
    Profile profile_;
    AxisEnds values_;
    std::optional<double> from_picture_, from_plot_;  // the distance that the mouse is at
};

}  // namespace droplet
