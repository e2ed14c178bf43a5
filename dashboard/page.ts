import { PacerApp } from './elements/app.ts';
import { JobPage } from './elements/job-page.ts';
import { JobsPage } from './elements/jobs-page.ts';
import { PlotFigure } from './elements/plot-figure.ts';

// Here, as the package says that its modules have no side effects: others would be left out of the bundle.
customElements.define('pacer-plot', PlotFigure);
customElements.define('pacer-job', JobPage);
customElements.define('pacer-jobs', JobsPage);
customElements.define('pacer-app', PacerApp);
