// ITK's GradientAnisotropicDiffusionImageFilter on float pictures, one filter per channel. Its conductance is
// exponential too, but of a gradient at half pixels that includes the neighbouring rows, and relative to the
// picture's mean gradient.
#include <itkGradientAnisotropicDiffusionImageFilter.h>
#include <itkImage.h>
#include <itkMultiThreaderBase.h>
#include <itkVersion.h>

#include "peer.h"

namespace {

using Picture = itk::Image<float, 2>;
using Filter = itk::GradientAnisotropicDiffusionImageFilter<Picture, Picture>;

std::function<void()> prepare(const peer::Request& r) {
    itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(static_cast<itk::ThreadIdType>(r.threads));
    const std::vector<float> values = peer::read_picture(r);
    std::vector<Filter::Pointer> filters;
    for (int c = 0; c < r.channels; ++c) {
        auto picture = Picture::New();
        picture->SetRegions(Picture::RegionType{
            {{0, 0}},
            {{static_cast<itk::SizeValueType>(r.width), static_cast<itk::SizeValueType>(r.height)}}});
        picture->Allocate();
        std::copy_n(values.data() + r.plane() * c, r.plane(), picture->GetBufferPointer());
        auto filter = Filter::New();
        filter->SetInput(picture);
        filter->SetTimeStep(std::min(r.rate, 0.125f));  // its limit of stability; it warns above
        filter->SetConductanceParameter(1.0);
        filter->SetNumberOfIterations(static_cast<itk::IdentifierType>(r.steps));
        filter->SetNumberOfWorkUnits(static_cast<itk::ThreadIdType>(r.threads));
        filters.push_back(filter);
    }
    return [filters] {
        for (const Filter::Pointer& filter : filters) {
            filter->Modified();
            filter->Update();
        }
    };
}

}  // namespace

int main() {
    itk::Object::SetGlobalWarningDisplay(false);
    return peer::serve("ITK GradientAnisotropicDiffusion", itk::Version::GetITKVersion(), prepare);
}
