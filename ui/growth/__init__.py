"""How a child grows, on screen: the line under the measurements and the chart."""
